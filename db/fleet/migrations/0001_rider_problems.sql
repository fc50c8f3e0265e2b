CREATE TABLE `rider_problem` (
	`gateway_id` text NOT NULL,
	`ticket` text NOT NULL,
	`reported_at` integer NOT NULL,
	`route_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`gateway_id`, `ticket`, `reported_at`)
);
