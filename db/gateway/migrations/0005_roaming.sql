CREATE TABLE `roaming_day` (
	`date` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`key` text NOT NULL,
	`next` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `roaming_fingerprint` (
	`fingerprint` integer PRIMARY KEY NOT NULL,
	`told` integer NOT NULL
);
