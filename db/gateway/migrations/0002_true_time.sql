CREATE TABLE `counter` (
	`name` text PRIMARY KEY NOT NULL,
	`received` integer NOT NULL,
	`sent` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `dropped` (
	`dropped_id` integer PRIMARY KEY NOT NULL,
	`reports` integer NOT NULL,
	`sessions` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `boot` ADD `boot_order` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `boot` ADD `closed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `boot` ADD `last_uptime_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `boot` ADD `system_offset_ms` integer;--> statement-breakpoint
ALTER TABLE `boot` ADD `clock_source` text;--> statement-breakpoint
ALTER TABLE `boot` ADD `clock_offset_ms` integer;--> statement-breakpoint
ALTER TABLE `boot` ADD `clock_uptime_ms` integer;--> statement-breakpoint
ALTER TABLE `boot` ADD `clock_uncertainty_ms` integer;--> statement-breakpoint
ALTER TABLE `outbox` ADD `in_doubt` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `merged` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_rejected` ON `outbox` (`outbox_id`) WHERE rejected_reason is not null;--> statement-breakpoint
CREATE INDEX `outbox_to_merge` ON `outbox` (`outbox_id`) WHERE merged = 0;