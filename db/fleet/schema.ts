import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { TerminateCause } from '../../contract/report.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'

// Times are UTC. `_at` columns hold milliseconds since 1970, `minute_at` the start of a minute in seconds since 1970.

/** A route id of '' stands for "unknown": SQL's NULL would not be unique in a primary key. */
export const UNKNOWN_ROUTE = ''

export const gateway = sqliteTable('gateway', {
  gatewayId: text('gateway_id').primaryKey(),
  site: text('site', { enum: ['vehicle', 'stop', 'station'] }).notNull(),
  label: text('label'),
  /** The operator's assignment: the first rung of route evidence. */
  routeId: text('route_id'),
  credentialHash: text('credential_hash').unique(),
  addedAt: integer('added_at').notNull(),
  enrolledAt: integer('enrolled_at'),
  // The newest report by its interval, and the newest receipt: kept here so that the list of gateways reads one table.
  lastReceivedAt: integer('last_received_at'),
  lastEndedAt: integer('last_ended_at'),
  lastRidersConnected: integer('last_riders_connected'),
  lastRouteId: text('last_route_id'),
  software: text('software'),
})

export const enrolmentCode = sqliteTable('enrolment_code', {
  codeHash: text('code_hash').primaryKey(),
  gatewayId: text('gateway_id')
    .notNull()
    .references(() => gateway.gatewayId),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

/** One row a report, stored at most once for ever: the primary key is DESIGN.md's rule 2. */
export const report = sqliteTable(
  'report',
  {
    gatewayId: text('gateway_id').notNull(),
    bootId: text('boot_id').notNull(),
    seq: integer('seq').notNull(),
    routeId: text('route_id').notNull(),
    routeSource: text('route_source', { enum: ['assignment', 'unknown'] }).notNull(),
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
  },
  (t) => [
    primaryKey({ columns: [t.gatewayId, t.bootId, t.seq] }),
    index('report_cell').on(t.routeId, t.minuteAt, t.gatewayId),
  ],
)

/** One boot of a gateway on one route: the span within which it owes a report for every minute. */
export const gatewayBoot = sqliteTable(
  'gateway_boot',
  {
    gatewayId: text('gateway_id').notNull(),
    bootId: text('boot_id').notNull(),
    routeId: text('route_id').notNull(),
    firstMinuteAt: integer('first_minute_at').notNull(),
    lastMinuteAt: integer('last_minute_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gatewayId, t.bootId, t.routeId] }), index('gateway_boot_last').on(t.lastMinuteAt)],
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
  (t) => [primaryKey({ columns: [t.routeId, t.minuteAt] })],
)

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

/** Riders' fault reports, as their gateways sent them. */
export const riderProblem = sqliteTable(
  'rider_problem',
  {
    gatewayId: text('gateway_id').notNull(),
    ticket: text('ticket').notNull(),
    reportedAt: integer('reported_at').notNull(),
    routeId: text('route_id').notNull(),
    kind: text('kind').$type<RiderProblem['kind']>().notNull(),
    text: text('text').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gatewayId, t.ticket, t.reportedAt] })],
)

/** What the fleet has to remember about itself: its secret, its policy. */
export const setting = sqliteTable('setting', { name: text('name').primaryKey(), value: text('value').notNull() })

/** Tokens for partners' programs. The token is shown once; its hash is kept. */
export const apiToken = sqliteTable('api_token', {
  tokenHash: text('token_hash').primaryKey(),
  name: text('name').notNull(),
  role: text('role', { enum: ['admin', 'operator', 'official'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

// The four tables of better-auth, by its field names (camelCase in TypeScript), plus `role`.

export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text('image'),
  role: text('role', { enum: ['admin', 'operator', 'official'] }).notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})

export const session = sqliteTable('session', {
  id: text('id').primaryKey(),
  token: text('token').notNull().unique(),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: integer('access_token_expires_at', { mode: 'timestamp_ms' }),
    refreshTokenExpiresAt: integer('refresh_token_expires_at', { mode: 'timestamp_ms' }),
    scope: text('scope'),
    password: text('password'),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [uniqueIndex('account_provider').on(t.providerId, t.accountId)],
)

export const verification = sqliteTable('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})
