CREATE TABLE `client_day` (
	`client_hash` text PRIMARY KEY NOT NULL,
	`sessions` integer NOT NULL,
	`last_cause` text,
	`last_ended_uptime_ms` integer,
	`last_boot_id` text
);
--> statement-breakpoint
CREATE TABLE `rider_problem` (
	`rider_problem_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`reported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_day` (
	`date` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `session` ADD `quota_octets` integer;--> statement-breakpoint
ALTER TABLE `session` ADD `extensions` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `session` ADD `active_uptime_ms` integer NOT NULL;