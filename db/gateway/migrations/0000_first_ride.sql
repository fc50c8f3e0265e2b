CREATE TABLE `boot` (
	`boot_id` text PRIMARY KEY NOT NULL,
	`kernel_boot_id` text NOT NULL,
	`next_seq` integer NOT NULL,
	`started_uptime_ms` integer NOT NULL,
	`started_at` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`sessions_ended` text NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`outbox_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`boot_id` text NOT NULL,
	`seq` integer NOT NULL,
	`body` text NOT NULL,
	`rejected_reason` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_report` ON `outbox` (`boot_id`,`seq`);--> statement-breakpoint
CREATE TABLE `session` (
	`session_id` text PRIMARY KEY NOT NULL,
	`boot_id` text NOT NULL,
	`client_mac` text NOT NULL,
	`client_ip` text NOT NULL,
	`started_uptime_ms` integer NOT NULL,
	`deadline_uptime_ms` integer NOT NULL,
	`terms_version` text NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`counted_input_octets` integer NOT NULL,
	`counted_output_octets` integer NOT NULL
);
