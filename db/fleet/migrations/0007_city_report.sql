CREATE TABLE `carrier_bill` (
	`bill_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`carrier` text NOT NULL,
	`month` text NOT NULL,
	`imported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `carrier_bill_line` (
	`bill_id` integer NOT NULL,
	`sim` text NOT NULL,
	`octets` integer NOT NULL,
	`amount_cents` integer,
	PRIMARY KEY(`bill_id`, `sim`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `city_report` (
	`month` text NOT NULL,
	`revision` integer NOT NULL,
	`made_at` integer NOT NULL,
	`reason` text,
	`definitions` text NOT NULL,
	`body` text NOT NULL,
	`inputs_digest` text NOT NULL,
	`inputs` text NOT NULL,
	PRIMARY KEY(`month`, `revision`)
);
--> statement-breakpoint
CREATE TABLE `city_report_chain` (
	`month` text NOT NULL,
	`revision` integer NOT NULL,
	`gateway_id` text NOT NULL,
	`length` integer NOT NULL,
	`head` text NOT NULL,
	PRIMARY KEY(`month`, `revision`, `gateway_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `device_count` (
	`day_at` integer NOT NULL,
	`row_key` text NOT NULL,
	`estimate` integer NOT NULL,
	`error_share` real NOT NULL,
	`pieces` integer NOT NULL,
	`due` integer NOT NULL,
	PRIMARY KEY(`day_at`, `row_key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `device_day` (
	`date` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE TABLE `device_sketch` (
	`date` text NOT NULL,
	`row_key` text NOT NULL,
	`registers` text NOT NULL,
	`pieces` integer NOT NULL,
	PRIMARY KEY(`date`, `row_key`)
);
--> statement-breakpoint
CREATE TABLE `gateway_chain_day` (
	`gateway_id` text NOT NULL,
	`day_at` integer NOT NULL,
	`length` integer NOT NULL,
	`head` text NOT NULL,
	PRIMARY KEY(`day_at`, `gateway_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `published_day` (
	`day_at` integer NOT NULL,
	`row_key` text NOT NULL,
	`entry` integer NOT NULL,
	`sessions` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`riders_sum` integer NOT NULL,
	`riders_peak` integer,
	`lengths` text NOT NULL,
	`connects` text NOT NULL,
	`published_at` integer NOT NULL,
	PRIMARY KEY(`day_at`, `row_key`, `entry`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `published_day_of_row` ON `published_day` (`row_key`,`day_at`);
--> statement-breakpoint
CREATE TABLE `published_problems` (
	`day_at` integer NOT NULL,
	`entry` integer NOT NULL,
	`reported` integer NOT NULL,
	`fixed` integer NOT NULL,
	`hours_to_fix` integer NOT NULL,
	`published_at` integer NOT NULL,
	PRIMARY KEY(`day_at`, `entry`)
);
--> statement-breakpoint
CREATE TABLE `report_reader` (
	`reader_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`address` text NOT NULL,
	`language` text NOT NULL,
	`added_at` integer NOT NULL,
	`last_month` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`failure` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_reader_address_unique` ON `report_reader` (`address`);
--> statement-breakpoint
CREATE TABLE `share_link` (
	`share_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`token_hash` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text NOT NULL,
	`language` text NOT NULL,
	`label` text NOT NULL,
	`made_at` integer NOT NULL,
	`made_by` text,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`last_opened_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `share_link_token_hash_unique` ON `share_link` (`token_hash`);
--> statement-breakpoint
CREATE TABLE `sim` (
	`sim` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`port` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `usage_histogram` (
	`day_at` integer NOT NULL,
	`row_key` text NOT NULL,
	`measure` text NOT NULL,
	`bucket` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`day_at`, `row_key`, `measure`, `bucket`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `chain_length` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `chain_head` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `session_lengths` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `connect_times` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `chain_seq` integer;