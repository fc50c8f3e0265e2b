import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OpeningHours } from '../../contract/service.ts'

/** A stop or station with gateways of its own, and when it is open: its gateways are in service then. */
export const site = sqliteTable('site', {
  siteId: text('site_id').primaryKey(),
  kind: text('kind', { enum: ['stop', 'station'] }).notNull(),
  name: text('name').notNull(),
  /** GTFS stop_id; null: it is in no feed. */
  stopId: text('stop_id'),
  openingHours: text('opening_hours', { mode: 'json' }).$type<OpeningHours>().notNull(),
})

/** When a route's scheduled service runs on a service date, by the feed that was in use then. */
export const routeServiceDay = sqliteTable(
  'route_service_day',
  {
    routeId: text('route_id').notNull(),
    /** YYYYMMDD */
    serviceDate: text('service_date').notNull(),
    feedId: integer('feed_id').notNull(),
    /** Minutes in which at least one trip runs. */
    minutes: integer('minutes').notNull(),
    trips: integer('trips').notNull(),
    /** Stretches in which it runs, seconds since 1970, half open, in order. */
    intervals: text('intervals', { mode: 'json' }).$type<[from: number, to: number][]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.serviceDate, t.routeId] })],
)

/** Availability of a gateway on a route in one day of the city, as it was last worked out. Minutes are in tenths: an outage may be short. */
export const gatewayServiceDay = sqliteTable(
  'gateway_service_day',
  {
    gatewayId: text('gateway_id').notNull(),
    /** UNKNOWN_ROUTE for stops and stations. */
    routeId: text('route_id').notNull(),
    /** Start of the day, seconds since 1970. */
    dayAt: integer('day_at').notNull(),
    inService: integer('in_service').notNull(),
    available: integer('available').notNull(),
    // Outages by their causes; with `available` they add up to `in_service`.
    power: integer('power').notNull(),
    noSignal: integer('no_signal').notNull(),
    noData: integer('no_data').notNull(),
    simQuota: integer('sim_quota').notNull(),
    gateway: integer('gateway').notNull(),
    portal: integer('portal').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.gatewayId, t.routeId] })],
)
