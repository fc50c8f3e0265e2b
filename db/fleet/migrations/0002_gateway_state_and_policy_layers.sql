CREATE TABLE `gateway_modem_day` (
	`gateway_id` text NOT NULL,
	`port` text NOT NULL,
	`day_at` integer NOT NULL,
	`received_octets` integer NOT NULL,
	`sent_octets` integer NOT NULL,
	PRIMARY KEY(`gateway_id`, `port`, `day_at`)
);
--> statement-breakpoint
CREATE TABLE `policy_layer` (
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`fields` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `scope_id`)
);
--> statement-breakpoint
CREATE TABLE `policy_version` (
	`version` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policy_version_hash_unique` ON `policy_version` (`hash`);--> statement-breakpoint
CREATE TABLE `revoked_credential` (
	`credential_hash` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`revoked_at` integer NOT NULL,
	FOREIGN KEY (`gateway_id`) REFERENCES `gateway`(`gateway_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `gateway` ADD `credential_at` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `next_credential_hash` text;--> statement-breakpoint
ALTER TABLE `gateway` ADD `renew_asked_at` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `revoked_at` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `cloned_at` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_clock_source` text;--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_clock_uncertainty_ms` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_policy_version` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `policy_problem_version` integer;--> statement-breakpoint
ALTER TABLE `gateway` ADD `policy_problem_reason` text;--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_health` text;--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_uplink` text;--> statement-breakpoint
ALTER TABLE `gateway` ADD `dropped_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `gateway_next_credential_hash_unique` ON `gateway` (`next_credential_hash`);--> statement-breakpoint
ALTER TABLE `report` ADD `clock_estimated` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `uplink_up_ms` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `round_trip_ms` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `dropped_reports` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `dropped_sessions` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `dropped_input_octets` integer;--> statement-breakpoint
ALTER TABLE `report` ADD `dropped_output_octets` integer;--> statement-breakpoint
CREATE INDEX `gateway_boot_of_gateway` ON `gateway_boot` (`gateway_id`,`last_minute_at`);--> statement-breakpoint
UPDATE `gateway` SET `credential_at` = `enrolled_at` WHERE `credential_hash` IS NOT NULL;
