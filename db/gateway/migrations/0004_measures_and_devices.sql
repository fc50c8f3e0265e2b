CREATE TABLE `device_day` (
	`date` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`key` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `device_sketch` (
	`date` text NOT NULL,
	`hour_at` integer NOT NULL,
	`registers` text NOT NULL,
	PRIMARY KEY(`date`, `hour_at`)
);
--> statement-breakpoint
ALTER TABLE `boot` ADD `session_lengths` text DEFAULT '[]' NOT NULL;
--> statement-breakpoint
ALTER TABLE `boot` ADD `connect_times` text DEFAULT '[]' NOT NULL;