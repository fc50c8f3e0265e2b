import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One GTFS import. The newest is the one in use; rows below name the feed that last held them. */
export const feed = sqliteTable('feed', {
  feedId: integer('feed_id').primaryKey({ autoIncrement: true }),
  sha256: text('sha256').notNull(),
  importedAt: integer('imported_at').notNull(),
  feedVersion: text('feed_version'),
  /** First and last service date of the feed, YYYYMMDD. */
  startDate: text('start_date'),
  endDate: text('end_date'),
})

export const agency = sqliteTable('agency', {
  agencyId: text('agency_id').primaryKey(),
  agencyName: text('agency_name').notNull(),
  agencyUrl: text('agency_url').notNull(),
  agencyTimezone: text('agency_timezone').notNull(),
  feedId: integer('feed_id').notNull(),
})

/** GTFS routes.txt, the spec's names untouched. A route that a newer feed no longer has stays, for its history. */
export const route = sqliteTable('route', {
  routeId: text('route_id').primaryKey(),
  agencyId: text('agency_id').notNull(),
  routeShortName: text('route_short_name').notNull(),
  routeLongName: text('route_long_name').notNull(),
  routeType: integer('route_type').notNull(),
  /** Six hex digits without '#', as in GTFS; null: the feed is silent. */
  routeColor: text('route_color'),
  routeTextColor: text('route_text_color'),
  feedId: integer('feed_id').notNull(),
})

export const stop = sqliteTable('stop', {
  stopId: text('stop_id').primaryKey(),
  stopName: text('stop_name'),
  stopLat: real('stop_lat'),
  stopLon: real('stop_lon'),
  feedId: integer('feed_id').notNull(),
})
