CREATE TABLE `alert` (
	`alert_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`scope` text NOT NULL,
	`subject_id` text NOT NULL,
	`part` text DEFAULT '' NOT NULL,
	`route_id` text NOT NULL,
	`state` text NOT NULL,
	`cause` text,
	`facts` text NOT NULL,
	`since_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`opened_at` integer,
	`closed_at` integer,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`note` text,
	`snoozed_until` integer,
	`part_of` integer
);
--> statement-breakpoint
CREATE INDEX `alert_state` ON `alert` (`state`,`opened_at`);
--> statement-breakpoint
CREATE INDEX `alert_subject` ON `alert` (`scope`,`subject_id`,`state`);
--> statement-breakpoint
CREATE INDEX `alert_closed` ON `alert` (`closed_at`);
--> statement-breakpoint
CREATE TABLE `alert_event` (
	`event_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`alert_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alert_event_of_alert` ON `alert_event` (`alert_id`,`event_id`);
--> statement-breakpoint
CREATE TABLE `alert_threshold` (
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`fields` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `scope_id`)
);
--> statement-breakpoint
CREATE TABLE `channel` (
	`channel_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`language` text NOT NULL,
	`secret` text,
	`kinds` text,
	`added_at` integer NOT NULL,
	`paused_at` integer
);
--> statement-breakpoint
CREATE TABLE `delivery` (
	`delivery_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel_id` integer NOT NULL,
	`body` text NOT NULL,
	`made_at` integer NOT NULL,
	`due_at` integer,
	`attempts` integer NOT NULL,
	`sent_at` integer,
	`given_up_at` integer,
	`failure` text
);
--> statement-breakpoint
CREATE INDEX `delivery_due` ON `delivery` (`due_at`);
--> statement-breakpoint
CREATE INDEX `delivery_of_channel` ON `delivery` (`channel_id`,`delivery_id`);
--> statement-breakpoint
CREATE TABLE `terms` (
	`version` text PRIMARY KEY NOT NULL,
	`es` text NOT NULL,
	`en` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `gateway` ADD `snoozed_until` integer;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `snooze_reason` text;
--> statement-breakpoint
ALTER TABLE `rider_problem` ADD `answered_at` integer;
--> statement-breakpoint
ALTER TABLE `rider_problem` ADD `answered_by` text;
--> statement-breakpoint
ALTER TABLE `rider_problem` ADD `answer` text;
--> statement-breakpoint
ALTER TABLE `rider_problem` ADD `note` text;
--> statement-breakpoint
CREATE INDEX `rider_problem_open` ON `rider_problem` (`answered_at`,`reported_at`);
