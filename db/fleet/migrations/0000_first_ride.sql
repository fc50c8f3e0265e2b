CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_provider` ON `account` (`provider_id`,`account_id`);--> statement-breakpoint
CREATE TABLE `agency` (
	`agency_id` text PRIMARY KEY NOT NULL,
	`agency_name` text NOT NULL,
	`agency_url` text NOT NULL,
	`agency_timezone` text NOT NULL,
	`feed_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `api_token` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `enrolment_code` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateway`(`gateway_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `feed` (
	`feed_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sha256` text NOT NULL,
	`imported_at` integer NOT NULL,
	`feed_version` text,
	`start_date` text,
	`end_date` text
);
--> statement-breakpoint
CREATE TABLE `gateway` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`site` text NOT NULL,
	`label` text,
	`route_id` text,
	`credential_hash` text,
	`added_at` integer NOT NULL,
	`enrolled_at` integer,
	`last_received_at` integer,
	`last_ended_at` integer,
	`last_riders_connected` integer,
	`last_route_id` text,
	`software` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `gateway_credential_hash_unique` ON `gateway` (`credential_hash`);--> statement-breakpoint
CREATE TABLE `gateway_boot` (
	`gateway_id` text NOT NULL,
	`boot_id` text NOT NULL,
	`route_id` text NOT NULL,
	`first_minute_at` integer NOT NULL,
	`last_minute_at` integer NOT NULL,
	PRIMARY KEY(`gateway_id`, `boot_id`, `route_id`)
);
--> statement-breakpoint
CREATE INDEX `gateway_boot_last` ON `gateway_boot` (`last_minute_at`);--> statement-breakpoint
CREATE TABLE `report` (
	`gateway_id` text NOT NULL,
	`boot_id` text NOT NULL,
	`seq` integer NOT NULL,
	`route_id` text NOT NULL,
	`route_source` text NOT NULL,
	`minute_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`started_uptime_ms` integer NOT NULL,
	`ended_uptime_ms` integer NOT NULL,
	`clock_source` text NOT NULL,
	`clock_uncertainty_ms` integer,
	`received_at` integer NOT NULL,
	`riders_connected` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`sessions_ended` text NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`software` text NOT NULL,
	`policy_version` integer,
	PRIMARY KEY(`gateway_id`, `boot_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `report_cell` ON `report` (`route_id`,`minute_at`,`gateway_id`);--> statement-breakpoint
CREATE TABLE `route` (
	`route_id` text PRIMARY KEY NOT NULL,
	`agency_id` text NOT NULL,
	`route_short_name` text NOT NULL,
	`route_long_name` text NOT NULL,
	`route_type` integer NOT NULL,
	`route_color` text,
	`route_text_color` text,
	`feed_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `route_minute` (
	`route_id` text NOT NULL,
	`minute_at` integer NOT NULL,
	`riders_connected` integer NOT NULL,
	`gateways` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	PRIMARY KEY(`route_id`, `minute_at`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `setting` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stop` (
	`stop_id` text PRIMARY KEY NOT NULL,
	`stop_name` text,
	`stop_lat` real,
	`stop_lon` real,
	`feed_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
