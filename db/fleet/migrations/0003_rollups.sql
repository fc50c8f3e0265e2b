CREATE TABLE `boot_seqs` (
	`gateway_id` text NOT NULL,
	`boot_id` text NOT NULL,
	`seqs` text NOT NULL,
	PRIMARY KEY(`gateway_id`, `boot_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fleet_day` (
	`day_at` integer PRIMARY KEY NOT NULL,
	`reports` integer NOT NULL,
	`due` integer NOT NULL,
	`riders_sum` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`minutes` integer,
	`riders_peak` integer,
	`settled_reports` integer
);
--> statement-breakpoint
CREATE TABLE `gateway_hour` (
	`gateway_id` text NOT NULL,
	`hour_at` integer NOT NULL,
	`reports` integer NOT NULL,
	`due` integer NOT NULL,
	`riders_sum` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	PRIMARY KEY(`hour_at`, `gateway_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `route_day` (
	`route_id` text NOT NULL,
	`day_at` integer NOT NULL,
	`reports` integer NOT NULL,
	`due` integer NOT NULL,
	`riders_sum` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`minutes` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	PRIMARY KEY(`day_at`, `route_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `route_hour` (
	`route_id` text NOT NULL,
	`hour_at` integer NOT NULL,
	`reports` integer NOT NULL,
	`due` integer NOT NULL,
	`riders_sum` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`minutes` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	PRIMARY KEY(`hour_at`, `route_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `route_hour_of_route` ON `route_hour` (`route_id`,`hour_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_report` (
	`gateway_id` text NOT NULL,
	`boot_id` text NOT NULL,
	`seq` integer NOT NULL,
	`route_id` text NOT NULL,
	`route_source` text NOT NULL,
	`minute_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`started_uptime_ms` integer NOT NULL,
	`ended_uptime_ms` integer NOT NULL,
	`clock_source` text NOT NULL,
	`clock_uncertainty_ms` integer,
	`received_at` integer NOT NULL,
	`riders_connected` integer NOT NULL,
	`riders_peak` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`sessions_ended` text NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	`software` text NOT NULL,
	`policy_version` integer,
	`clock_estimated` integer,
	`uplink_up_ms` integer,
	`round_trip_ms` integer,
	`dropped_reports` integer,
	`dropped_sessions` integer,
	`dropped_input_octets` integer,
	`dropped_output_octets` integer,
	PRIMARY KEY(`minute_at`, `gateway_id`, `boot_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_report`("gateway_id", "boot_id", "seq", "route_id", "route_source", "minute_at", "started_at", "ended_at", "started_uptime_ms", "ended_uptime_ms", "clock_source", "clock_uncertainty_ms", "received_at", "riders_connected", "riders_peak", "sessions_started", "sessions_ended", "input_octets", "output_octets", "software", "policy_version", "clock_estimated", "uplink_up_ms", "round_trip_ms", "dropped_reports", "dropped_sessions", "dropped_input_octets", "dropped_output_octets") SELECT "gateway_id", "boot_id", "seq", "route_id", "route_source", "minute_at", "started_at", "ended_at", "started_uptime_ms", "ended_uptime_ms", "clock_source", "clock_uncertainty_ms", "received_at", "riders_connected", "riders_peak", "sessions_started", "sessions_ended", "input_octets", "output_octets", "software", "policy_version", "clock_estimated", "uplink_up_ms", "round_trip_ms", "dropped_reports", "dropped_sessions", "dropped_input_octets", "dropped_output_octets" FROM `report`;--> statement-breakpoint
DROP TABLE `report`;--> statement-breakpoint
ALTER TABLE `__new_report` RENAME TO `report`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_route_minute` (
	`route_id` text NOT NULL,
	`minute_at` integer NOT NULL,
	`riders_connected` integer NOT NULL,
	`gateways` integer NOT NULL,
	`sessions_started` integer NOT NULL,
	`input_octets` integer NOT NULL,
	`output_octets` integer NOT NULL,
	PRIMARY KEY(`minute_at`, `route_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_route_minute`("route_id", "minute_at", "riders_connected", "gateways", "sessions_started", "input_octets", "output_octets") SELECT "route_id", "minute_at", "riders_connected", "gateways", "sessions_started", "input_octets", "output_octets" FROM `route_minute`;--> statement-breakpoint
DROP TABLE `route_minute`;--> statement-breakpoint
ALTER TABLE `__new_route_minute` RENAME TO `route_minute`;--> statement-breakpoint
INSERT INTO `boot_seqs` (`gateway_id`, `boot_id`, `seqs`)
SELECT `gateway_id`, `boot_id`, json_group_array(json_array(`first`, `last`)) FROM (
	SELECT `gateway_id`, `boot_id`, min(`seq`) AS `first`, max(`seq`) AS `last` FROM (
		SELECT `gateway_id`, `boot_id`, `seq`, `seq` - row_number() OVER (PARTITION BY `gateway_id`, `boot_id` ORDER BY `seq`) AS `run` FROM `report`
	) GROUP BY `gateway_id`, `boot_id`, `run` ORDER BY `gateway_id`, `boot_id`, `first`
) GROUP BY `gateway_id`, `boot_id`;
