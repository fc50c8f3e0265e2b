import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { TerminateCause } from '../../contract/report.ts'
import { ROUTE_SOURCES } from '../../contract/route-evidence.ts'
import type { OutageCause } from '../../contract/service.ts'
import type { SignOn } from '../../contract/trace.ts'

// What gateways report, minute by minute, and what is added up from it. `_at` columns of minutes, hours and days hold their starts in
// seconds since 1970; hours and days are the city's. Rollups are written in the transaction that stores the reports that feed them.

/**
 * Which reports of a boot are stored: DESIGN.md's rule 2, for ever, after the minutes themselves are gone too. Its row is the lock
 * under which reports of the boot are stored.
 */
export const bootSeqs = sqliteTable(
  'boot_seqs',
  {
    gatewayId: text('gateway_id').notNull(),
    bootId: text('boot_id').notNull(),
    /** First and last seq of each unbroken run, in order. */
    seqs: text('seqs', { mode: 'json' }).$type<[first: number, last: number][]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.gatewayId, t.bootId] })],
)

/** One row a minute of a gateway, kept for as long as the retention says. SQLite keeps it in order of time: what is new is at its end. */
export const report = sqliteTable(
  'report',
  {
    gatewayId: text('gateway_id').notNull(),
    bootId: text('boot_id').notNull(),
    seq: integer('seq').notNull(),
    routeId: text('route_id').notNull(),
    routeSource: text('route_source', { enum: ROUTE_SOURCES }).notNull(),
    minuteAt: integer('minute_at').notNull(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at').notNull(),
    startedUptimeMs: integer('started_uptime_ms').notNull(),
    endedUptimeMs: integer('ended_uptime_ms').notNull(),
    clockSource: text('clock_source').notNull(),
    clockUncertaintyMs: integer('clock_uncertainty_ms'),
    receivedAt: integer('received_at').notNull(),
    ridersConnected: integer('riders_connected').notNull(),
    ridersPeak: integer('riders_peak').notNull(),
    sessionsStarted: integer('sessions_started').notNull(),
    sessionsEnded: text('sessions_ended', { mode: 'json' }).$type<Partial<Record<TerminateCause, number>>>().notNull(),
    inputOctets: integer('input_octets').notNull(),
    outputOctets: integer('output_octets').notNull(),
    software: text('software').notNull(),
    policyVersion: integer('policy_version'),
    // Null from here on: not told. Of minutes that came merged, the last one tells.
    clockEstimated: integer('clock_estimated', { mode: 'boolean' }),
    uplinkUpMs: integer('uplink_up_ms'),
    /** To the fleet. */
    roundTripMs: integer('round_trip_ms'),
    droppedReports: integer('dropped_reports'),
    droppedSessions: integer('dropped_sessions'),
    droppedInputOctets: integer('dropped_input_octets'),
    droppedOutputOctets: integer('dropped_output_octets'),
    /** How sure the route is, percent. */
    routeConfidence: integer('route_confidence'),
    /** Why the internet could not be reached for part of the minute. */
    outage: text('outage').$type<OutageCause>(),
    /** How far it moved by its own trace, metres. */
    movedM: integer('moved_m'),
    /** Where it was (rules/trace-text.ts). */
    trace: text('trace'),
    /** What the driver signed on to. */
    signOn: text('sign_on', { mode: 'json' }).$type<SignOn>(),
    /** Counts by bucket (contract/histogram.ts): how long the sessions lasted that ended, how long riders took to get online. */
    sessionLengths: text('session_lengths', { mode: 'json' }).$type<number[]>(),
    connectTimes: text('connect_times', { mode: 'json' }).$type<number[]>(),
    /** Its place in the gateway's chain of accepted reports, from 1; null: from before chains were kept. */
    chainSeq: integer('chain_seq'),
  },
  (t) => [primaryKey({ columns: [t.minuteAt, t.gatewayId, t.bootId, t.seq] })],
)

/** Rollup of `report`, written in the transaction that stores the reports that feed it. */
export const routeMinute = sqliteTable(
  'route_minute',
  {
    routeId: text('route_id').notNull(),
    minuteAt: integer('minute_at').notNull(),
    ridersConnected: integer('riders_connected').notNull(),
    /** Gateways that reported this minute. */
    gateways: integer('gateways').notNull(),
    sessionsStarted: integer('sessions_started').notNull(),
    inputOctets: integer('input_octets').notNull(),
    outputOctets: integer('output_octets').notNull(),
  },
  (t) => [primaryKey({ columns: [t.minuteAt, t.routeId] })],
)

/** What every rollup adds up. */
const sums = {
  /** Minutes of gateways: those that were reported, and those that were due so far. */
  reports: integer('reports').notNull(),
  due: integer('due').notNull(),
  /** Riders connected, added up over the minutes. */
  ridersSum: integer('riders_sum').notNull(),
  sessionsStarted: integer('sessions_started').notNull(),
  inputOctets: integer('input_octets').notNull(),
  outputOctets: integer('output_octets').notNull(),
}

export const routeHour = sqliteTable(
  'route_hour',
  {
    routeId: text('route_id').notNull(),
    hourAt: integer('hour_at').notNull(),
    ...sums,
    /** Minutes in which any gateway reported: with `ridersSum` they make the mean. */
    minutes: integer('minutes').notNull(),
    /** The most riders connected in one minute. */
    ridersPeak: integer('riders_peak').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hourAt, t.routeId] }), index('route_hour_of_route').on(t.routeId, t.hourAt)],
)

export const gatewayHour = sqliteTable(
  'gateway_hour',
  {
    gatewayId: text('gateway_id').notNull(),
    hourAt: integer('hour_at').notNull(),
    ...sums,
    /** The most clients with a session at any time. */
    ridersPeak: integer('riders_peak').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hourAt, t.gatewayId] })],
)

export const routeDay = sqliteTable(
  'route_day',
  {
    routeId: text('route_id').notNull(),
    dayAt: integer('day_at').notNull(),
    ...sums,
    minutes: integer('minutes').notNull(),
    ridersPeak: integer('riders_peak').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.routeId] })],
)

export const fleetDay = sqliteTable('fleet_day', {
  dayAt: integer('day_at').primaryKey(),
  ...sums,
  // Worked out from the minutes when the day has gone quiet: many gateways at once would wait for one row.
  minutes: integer('minutes'),
  ridersPeak: integer('riders_peak'),
  /** `reports` when these two were worked out: where it differs now they are to be worked out again. */
  settledReports: integer('settled_reports'),
})
