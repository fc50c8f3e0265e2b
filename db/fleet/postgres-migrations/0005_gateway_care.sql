CREATE TABLE "acme_account" (
	"directory" text COLLATE "C" PRIMARY KEY NOT NULL,
	"url" text COLLATE "C",
	"private_key" text COLLATE "C" NOT NULL,
	"made_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "canary_gateway" (
	"gateway_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"chosen_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate" (
	"host_name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"chain" text COLLATE "C",
	"private_key" text COLLATE "C",
	"not_after" bigint,
	"issued_at" bigint,
	"tried_at" bigint,
	"problem" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "gateway_upgrade" (
	"gateway_id" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	PRIMARY KEY("gateway_id", "version")
);
--> statement-breakpoint
CREATE INDEX "gateway_upgrade_of_version" ON "gateway_upgrade" ("version");
--> statement-breakpoint
CREATE TABLE "release" (
	"version" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"manifest" text COLLATE "C" NOT NULL,
	"signature" text COLLATE "C" NOT NULL,
	"added_at" bigint NOT NULL,
	"ring" text COLLATE "C" NOT NULL,
	"ring_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "release_sequence_unique" ON "release" ("sequence");
--> statement-breakpoint
CREATE TABLE "release_part" (
	"version" text COLLATE "C" NOT NULL,
	"architecture" text COLLATE "C" NOT NULL,
	"part" bigint NOT NULL,
	"octets" text COLLATE "C" NOT NULL,
	PRIMARY KEY("version", "architecture", "part")
);
--> statement-breakpoint
-- UNLOGGED: what is written here is never in the write-ahead log.
CREATE UNLOGGED TABLE "roaming_day" (
	"date" text COLLATE "C" PRIMARY KEY NOT NULL,
	"from_at" bigint NOT NULL,
	"to_at" bigint NOT NULL,
	"key" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "roaming_part" (
	"date" text COLLATE "C" NOT NULL,
	"part" bigint NOT NULL,
	"count" bigint NOT NULL,
	"fingerprints" text COLLATE "C" NOT NULL,
	PRIMARY KEY("date", "part")
);
