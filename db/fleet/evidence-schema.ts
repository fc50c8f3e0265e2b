import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// What says on which route a vehicle is, besides its own trace (which stands in its reports), and what was learnt along the shapes.

/** What the operator says: a vehicle runs a route or a block on these service dates. The first rung of route evidence. */
export const assignment = sqliteTable(
  'assignment',
  {
    assignmentId: integer('assignment_id').primaryKey({ autoIncrement: true }),
    gatewayId: text('gateway_id').notNull(),
    /** One of the two; the other is null. */
    routeId: text('route_id'),
    blockId: text('block_id'),
    /** Service dates, YYYYMMDD, both included; `toDate` null: until further notice. Of several the newest counts. */
    fromDate: text('from_date').notNull(),
    toDate: text('to_date'),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('assignment_of_gateway').on(t.gatewayId)],
)

/** What a GTFS-Realtime VehiclePositions feed said of a vehicle, from one moment to another (ms since 1970): the second rung. */
export const vehicleRun = sqliteTable(
  'vehicle_run',
  {
    /** vehicle.id, or its label where it has none. */
    vehicleKey: text('vehicle_key').notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    routeId: text('route_id'),
    tripId: text('trip_id'),
    directionId: integer('direction_id'),
  },
  (t) => [primaryKey({ columns: [t.vehicleKey, t.firstAt] }), index('vehicle_run_last').on(t.lastAt)],
)

/** An operator's word on a stretch of a gateway's past: it stands above every rung, for reports that are still to come too. */
export const reattribution = sqliteTable(
  'reattribution',
  {
    reattributionId: integer('reattribution_id').primaryKey({ autoIncrement: true }),
    gatewayId: text('gateway_id').notNull(),
    /** Minutes, seconds since 1970, both included. Of several the newest counts. */
    fromMinuteAt: integer('from_minute_at').notNull(),
    toMinuteAt: integer('to_minute_at').notNull(),
    /** UNKNOWN_ROUTE: on none. */
    routeId: text('route_id').notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (t) => [index('reattribution_of_gateway').on(t.gatewayId, t.toMinuteAt)],
)

/** The uplink along a shape: what vehicles saw on one piece of it within a week, over one mobile network, in one band of hours. */
export const signalPiece = sqliteTable(
  'signal_piece',
  {
    shapeKey: text('shape_key').notNull(),
    /** Pieces of 250 m, from 0 at the shape's beginning. */
    piece: integer('piece').notNull(),
    /** MCC and MNC; '': not known. */
    operatorCode: text('operator_code').notNull(),
    /** 0 to 4, rules/hour-bands.ts. */
    hourBand: integer('hour_band').notNull(),
    /** Start of the week, Monday, seconds since 1970, UTC. */
    weekAt: integer('week_at').notNull(),
    passes: integer('passes').notNull(),
    samples: integer('samples').notNull(),
    /** Samples in which the internet could not be reached. */
    lost: integer('lost').notNull(),
    /** Round trips of the others, added up, milliseconds. */
    roundTripSumMs: integer('round_trip_sum_ms').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.shapeKey, t.piece, t.operatorCode, t.hourBand, t.weekAt] }),
    index('signal_piece_week').on(t.weekAt),
  ],
)
