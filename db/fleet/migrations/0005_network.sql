CREATE TABLE `gateway_run` (
	`gateway_id` text NOT NULL,
	`boot_id` text NOT NULL,
	`first_minute_at` integer NOT NULL,
	`last_minute_at` integer NOT NULL,
	`route_id` text NOT NULL,
	PRIMARY KEY(`gateway_id`, `boot_id`, `first_minute_at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `gateway_run_last` ON `gateway_run` (`last_minute_at`);
--> statement-breakpoint
CREATE INDEX `gateway_run_of_gateway` ON `gateway_run` (`gateway_id`,`last_minute_at`);
--> statement-breakpoint
CREATE TABLE `assignment` (
	`assignment_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`gateway_id` text NOT NULL,
	`route_id` text,
	`block_id` text,
	`from_date` text NOT NULL,
	`to_date` text,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `assignment_of_gateway` ON `assignment` (`gateway_id`);
--> statement-breakpoint
CREATE TABLE `reattribution` (
	`reattribution_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`gateway_id` text NOT NULL,
	`from_minute_at` integer NOT NULL,
	`to_minute_at` integer NOT NULL,
	`route_id` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reattribution_of_gateway` ON `reattribution` (`gateway_id`,`to_minute_at`);
--> statement-breakpoint
CREATE TABLE `signal_piece` (
	`shape_key` text NOT NULL,
	`piece` integer NOT NULL,
	`operator_code` text NOT NULL,
	`hour_band` integer NOT NULL,
	`week_at` integer NOT NULL,
	`passes` integer NOT NULL,
	`samples` integer NOT NULL,
	`lost` integer NOT NULL,
	`round_trip_sum_ms` integer NOT NULL,
	PRIMARY KEY(`shape_key`, `piece`, `operator_code`, `hour_band`, `week_at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `signal_piece_week` ON `signal_piece` (`week_at`);
--> statement-breakpoint
CREATE TABLE `vehicle_run` (
	`vehicle_key` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`route_id` text,
	`trip_id` text,
	`direction_id` integer,
	PRIMARY KEY(`vehicle_key`, `first_at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `vehicle_run_last` ON `vehicle_run` (`last_at`);
--> statement-breakpoint
CREATE TABLE `feed_pattern` (
	`feed_id` integer NOT NULL,
	`pattern_id` integer NOT NULL,
	`route_id` text NOT NULL,
	`direction_id` integer,
	`shape_id` text NOT NULL,
	`headsign` text,
	`stops` text NOT NULL,
	PRIMARY KEY(`feed_id`, `pattern_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `feed_service` (
	`feed_id` integer NOT NULL,
	`service_id` text NOT NULL,
	`weekdays` text NOT NULL,
	`start_date` text,
	`end_date` text,
	`added` text NOT NULL,
	`removed` text NOT NULL,
	PRIMARY KEY(`feed_id`, `service_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `feed_shape` (
	`feed_id` integer NOT NULL,
	`shape_id` text NOT NULL,
	`shape_key` text NOT NULL,
	`length_m` integer NOT NULL,
	`from_stops` integer NOT NULL,
	`points` text NOT NULL,
	PRIMARY KEY(`feed_id`, `shape_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `feed_trip` (
	`feed_id` integer NOT NULL,
	`trip_id` text NOT NULL,
	`route_id` text NOT NULL,
	`service_id` text NOT NULL,
	`pattern_id` integer NOT NULL,
	`block_id` text,
	`start_s` integer NOT NULL,
	`end_s` integer NOT NULL,
	`frequencies` text,
	PRIMARY KEY(`feed_id`, `trip_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `feed_trip_of_block` ON `feed_trip` (`feed_id`,`block_id`);
--> statement-breakpoint
CREATE TABLE `route_version` (
	`route_id` text NOT NULL,
	`feed_id` integer NOT NULL,
	`valid_from` integer NOT NULL,
	`valid_until` integer,
	`agency_id` text NOT NULL,
	`route_short_name` text NOT NULL,
	`route_long_name` text NOT NULL,
	`route_type` integer NOT NULL,
	`route_color` text,
	`route_text_color` text,
	PRIMARY KEY(`route_id`, `feed_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `gateway_service_day` (
	`gateway_id` text NOT NULL,
	`route_id` text NOT NULL,
	`day_at` integer NOT NULL,
	`in_service` integer NOT NULL,
	`available` integer NOT NULL,
	`power` integer NOT NULL,
	`no_signal` integer NOT NULL,
	`no_data` integer NOT NULL,
	`sim_quota` integer NOT NULL,
	`gateway` integer NOT NULL,
	`portal` integer NOT NULL,
	PRIMARY KEY(`day_at`, `gateway_id`, `route_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `route_service_day` (
	`route_id` text NOT NULL,
	`service_date` text NOT NULL,
	`feed_id` integer NOT NULL,
	`minutes` integer NOT NULL,
	`trips` integer NOT NULL,
	`intervals` text NOT NULL,
	PRIMARY KEY(`service_date`, `route_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `site` (
	`site_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`stop_id` text,
	`opening_hours` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `gateway` ADD `vehicle_id` text;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `site_id` text;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_route_source` text;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_route_confidence` integer;
--> statement-breakpoint
ALTER TABLE `gateway` ADD `last_place` text;
--> statement-breakpoint
ALTER TABLE `feed` ADD `state` text DEFAULT 'staged' NOT NULL;
--> statement-breakpoint
ALTER TABLE `feed` ADD `live_at` integer;
--> statement-breakpoint
ALTER TABLE `feed` ADD `retired_at` integer;
--> statement-breakpoint
ALTER TABLE `feed` ADD `source_url` text;
--> statement-breakpoint
ALTER TABLE `feed` ADD `summary` text;
--> statement-breakpoint
ALTER TABLE `feed` ADD `staged` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `route_confidence` integer;
--> statement-breakpoint
ALTER TABLE `report` ADD `outage` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `moved_m` integer;
--> statement-breakpoint
ALTER TABLE `report` ADD `trace` text;
--> statement-breakpoint
ALTER TABLE `report` ADD `sign_on` text;
--> statement-breakpoint
INSERT INTO `gateway_run` (`gateway_id`, `boot_id`, `first_minute_at`, `last_minute_at`, `route_id`)
SELECT `gateway_id`, `boot_id`, `first_minute_at`, `last_minute_at`, `route_id` FROM `gateway_boot` WHERE true
ON CONFLICT DO NOTHING;
--> statement-breakpoint
DROP TABLE `gateway_boot`;
--> statement-breakpoint
UPDATE `feed` SET
	`live_at` = `imported_at`,
	`state` = CASE WHEN `feed_id` = (SELECT max(`feed_id`) FROM `feed`) THEN 'live' ELSE 'retired' END;
