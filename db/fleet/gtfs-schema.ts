import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FeedSummary } from '../../contract/feeds.ts'

/**
 * One GTFS import. `staged`: read and checked, not in use yet; `live`: the one in use, of which there is one at most; `retired`: was in
 * use. Rows of agency, route and stop name the feed that last held them; those of `feed_…` tables belong to one feed each.
 */
export const feed = sqliteTable('feed', {
  feedId: integer('feed_id').primaryKey({ autoIncrement: true }),
  state: text('state', { enum: ['staged', 'live', 'retired'] })
    .notNull()
    .default('staged'),
  sha256: text('sha256').notNull(),
  importedAt: integer('imported_at').notNull(),
  feedVersion: text('feed_version'),
  /** First and last service date of the feed, YYYYMMDD. */
  startDate: text('start_date'),
  endDate: text('end_date'),
  /** When it went into use, and out of it. */
  liveAt: integer('live_at'),
  retiredAt: integer('retired_at'),
  /** Where it was fetched from; null: it was brought as a file. */
  sourceUrl: text('source_url'),
  /** What it would change, and what was found in it, as JSON (contract/feeds.ts). */
  summary: text('summary', { mode: 'json' }).$type<FeedSummary>(),
  /** Of a staged feed: its rows of agency, route and stop, as JSON, until it goes into use. */
  staged: text('staged'),
})

export const agency = sqliteTable('agency', {
  agencyId: text('agency_id').primaryKey(),
  agencyName: text('agency_name').notNull(),
  agencyUrl: text('agency_url').notNull(),
  agencyTimezone: text('agency_timezone').notNull(),
  feedId: integer('feed_id').notNull(),
})

/** What GTFS routes.txt calls a route, the spec's names untouched. */
const called = {
  agencyId: text('agency_id').notNull(),
  routeShortName: text('route_short_name').notNull(),
  routeLongName: text('route_long_name').notNull(),
  routeType: integer('route_type').notNull(),
  /** Six hex digits without '#', as in GTFS; null: the feed is silent. */
  routeColor: text('route_color'),
  routeTextColor: text('route_text_color'),
}

/** GTFS routes.txt, the spec's names untouched. A route that a newer feed no longer has stays, for its history. */
export const route = sqliteTable('route', {
  routeId: text('route_id').primaryKey(),
  ...called,
  feedId: integer('feed_id').notNull(),
})

export const stop = sqliteTable('stop', {
  stopId: text('stop_id').primaryKey(),
  stopName: text('stop_name'),
  stopLat: real('stop_lat'),
  stopLon: real('stop_lon'),
  feedId: integer('feed_id').notNull(),
})

/** What a route was called while a feed was in use: its history, with its dates of validity. */
export const routeVersion = sqliteTable(
  'route_version',
  {
    routeId: text('route_id').notNull(),
    feedId: integer('feed_id').notNull(),
    /** Milliseconds since 1970; `validUntil` null: still. */
    validFrom: integer('valid_from').notNull(),
    validUntil: integer('valid_until'),
    ...called,
  },
  (t) => [primaryKey({ columns: [t.routeId, t.feedId] })],
)

/** GTFS calendar.txt and calendar_dates.txt, a row for each service. Dates are YYYYMMDD. */
export const feedService = sqliteTable(
  'feed_service',
  {
    feedId: integer('feed_id').notNull(),
    serviceId: text('service_id').notNull(),
    /** Monday first, '1' for a day on which it runs, such as '1111100'; '0000000' where calendar.txt has no row. */
    weekdays: text('weekdays').notNull(),
    startDate: text('start_date'),
    endDate: text('end_date'),
    /** Dates of calendar_dates.txt, in order. */
    added: text('added', { mode: 'json' }).$type<string[]>().notNull(),
    removed: text('removed', { mode: 'json' }).$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.serviceId] })],
)

/** GTFS shapes.txt, a row for each shape. Where a trip has none, its stops make one, whose id begins with '~'. */
export const feedShape = sqliteTable(
  'feed_shape',
  {
    feedId: integer('feed_id').notNull(),
    shapeId: text('shape_id').notNull(),
    /** By which the same course is known again in another feed: a hash of its points. */
    shapeKey: text('shape_key').notNull(),
    lengthM: integer('length_m').notNull(),
    /** Made of stops. */
    fromStops: integer('from_stops', { mode: 'boolean' }).notNull(),
    /** Latitude and longitude in degrees, in order. */
    points: text('points', { mode: 'json' }).$type<[lat: number, lon: number][]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.shapeId] })],
)

/** One way of running a route: its course, and its stops in order. Trips that share both share the pattern. */
export const feedPattern = sqliteTable(
  'feed_pattern',
  {
    feedId: integer('feed_id').notNull(),
    patternId: integer('pattern_id').notNull(),
    routeId: text('route_id').notNull(),
    /** GTFS direction_id; null: the feed is silent. */
    directionId: integer('direction_id'),
    shapeId: text('shape_id').notNull(),
    headsign: text('headsign'),
    /** stop_id, and metres along the shape. */
    stops: text('stops', { mode: 'json' }).$type<[stopId: string, alongM: number][]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.patternId] })],
)

/** GTFS trips.txt with what stop_times.txt and frequencies.txt say of each trip. Times are seconds after noon minus 12 h of the service day. */
export const feedTrip = sqliteTable(
  'feed_trip',
  {
    feedId: integer('feed_id').notNull(),
    tripId: text('trip_id').notNull(),
    routeId: text('route_id').notNull(),
    serviceId: text('service_id').notNull(),
    patternId: integer('pattern_id').notNull(),
    blockId: text('block_id'),
    /** First departure and last arrival. */
    startS: integer('start_s').notNull(),
    endS: integer('end_s').notNull(),
    /** frequencies.txt: start_time, end_time, headway_secs, exact_times; null: the trip runs at its own times. */
    frequencies: text('frequencies', { mode: 'json' }).$type<
      [startS: number, endS: number, headwayS: number, exactTimes: 0 | 1][]
    >(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.tripId] }), index('feed_trip_of_block').on(t.feedId, t.blockId)],
)
