CREATE TABLE `acme_account` (
	`directory` text PRIMARY KEY NOT NULL,
	`url` text,
	`private_key` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `canary_gateway` (
	`gateway_id` text PRIMARY KEY NOT NULL,
	`chosen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `certificate` (
	`host_name` text PRIMARY KEY NOT NULL,
	`chain` text,
	`private_key` text,
	`not_after` integer,
	`issued_at` integer,
	`tried_at` integer,
	`problem` text
);
--> statement-breakpoint
CREATE TABLE `gateway_upgrade` (
	`gateway_id` text NOT NULL,
	`version` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`gateway_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `gateway_upgrade_of_version` ON `gateway_upgrade` (`version`);
--> statement-breakpoint
CREATE TABLE `release` (
	`version` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`manifest` text NOT NULL,
	`signature` text NOT NULL,
	`added_at` integer NOT NULL,
	`ring` text NOT NULL,
	`ring_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `release_sequence_unique` ON `release` (`sequence`);
--> statement-breakpoint
CREATE TABLE `release_part` (
	`version` text NOT NULL,
	`architecture` text NOT NULL,
	`part` integer NOT NULL,
	`octets` text NOT NULL,
	PRIMARY KEY(`version`, `architecture`, `part`)
);
--> statement-breakpoint
CREATE TABLE `roaming_day` (
	`date` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`key` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `roaming_part` (
	`date` text NOT NULL,
	`part` integer NOT NULL,
	`count` integer NOT NULL,
	`fingerprints` text NOT NULL,
	PRIMARY KEY(`date`, `part`)
);
