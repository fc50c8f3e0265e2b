import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { PolicyLayer } from '../../contract/policy.ts'
import type { ClockSource } from '../../contract/report.ts'
import type { RiderProblem, TicketAnswer } from '../../contract/rider-problem.ts'
import type { Place, RouteSource } from '../../contract/route-evidence.ts'
import type { Health, Uplink } from '../../contract/telemetry.ts'

export * from './access-schema.ts'
export * from './alert-schema.ts'
export * from './evidence-schema.ts'
export * from './gateway-care-schema.ts'
export * from './gtfs-schema.ts'
export * from './publication-schema.ts'
export * from './report-schema.ts'
export * from './service-schema.ts'

// Times are UTC. `_at` columns hold milliseconds since 1970, `minute_at` the start of a minute in seconds since 1970.

/** A route id of '' stands for "unknown": SQL's NULL would not be unique in a primary key. */
export const UNKNOWN_ROUTE = ''

export const gateway = sqliteTable('gateway', {
  gatewayId: text('gateway_id').primaryKey(),
  site: text('site', { enum: ['vehicle', 'stop', 'station'] }).notNull(),
  label: text('label'),
  /** The vehicle's id in other systems (GTFS-Realtime vehicle.id, TIDES vehicle_id); null: the gateway's own id or label stands for it. */
  vehicleId: text('vehicle_id'),
  /** The stop or station that it serves; null: a vehicle, or a place without opening hours. */
  siteId: text('site_id'),
  /** The operator's assignment: the first rung of route evidence. */
  routeId: text('route_id'),
  credentialHash: text('credential_hash').unique(),
  /** Since when `credentialHash` is the one in use. */
  credentialAt: integer('credential_at'),
  /** Given out, not used yet: its first use makes it the credential. */
  nextCredentialHash: text('next_credential_hash').unique(),
  /** When an operator asked for another credential; null: nobody did, or it was renewed since. */
  renewAskedAt: integer('renew_asked_at'),
  /** When the credential was taken away; null: it was not, or there has been an enrolment since. */
  revokedAt: integer('revoked_at'),
  /** When two boots were found to have run at the same time; null: never, under this credential. */
  clonedAt: integer('cloned_at'),
  addedAt: integer('added_at').notNull(),
  enrolledAt: integer('enrolled_at'),
  // The newest report by its interval, and the newest receipt: kept here so that the list of gateways reads one table.
  lastReceivedAt: integer('last_received_at'),
  lastEndedAt: integer('last_ended_at'),
  lastRidersConnected: integer('last_riders_connected'),
  lastRouteId: text('last_route_id'),
  lastRouteSource: text('last_route_source').$type<RouteSource>(),
  lastRouteConfidence: integer('last_route_confidence'),
  /** Where it was by its newest report that said so. */
  lastPlace: text('last_place', { mode: 'json' }).$type<Place>(),
  software: text('software'),
  lastClockSource: text('last_clock_source').$type<ClockSource>(),
  lastClockUncertaintyMs: integer('last_clock_uncertainty_ms'),
  lastPolicyVersion: integer('last_policy_version'),
  policyProblemVersion: integer('policy_problem_version'),
  policyProblemReason: text('policy_problem_reason'),
  lastHealth: text('last_health', { mode: 'json' }).$type<Health>(),
  lastUplink: text('last_uplink', { mode: 'json' }).$type<Uplink>(),
  /** When a report last said that others had been dropped. */
  droppedAt: integer('dropped_at'),
  /** Nobody is told of its alerts until then, and why. */
  snoozedUntil: integer('snoozed_until'),
  snoozeReason: text('snooze_reason'),
  // Its chain of accepted reports (rules/chain.ts): how many there are, and the hash of the last; null: none since chains are kept.
  chainLength: integer('chain_length').notNull().default(0),
  chainHead: text('chain_head'),
})

/** Credentials that were taken away: whoever still has one is told so. */
export const revokedCredential = sqliteTable('revoked_credential', {
  credentialHash: text('credential_hash').primaryKey(),
  gatewayId: text('gateway_id')
    .notNull()
    .references(() => gateway.gatewayId),
  revokedAt: integer('revoked_at').notNull(),
})

export const enrolmentCode = sqliteTable('enrolment_code', {
  codeHash: text('code_hash').primaryKey(),
  gatewayId: text('gateway_id')
    .notNull()
    .references(() => gateway.gatewayId),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

/**
 * A stretch of a boot on one route: the minutes, both ends included, for each of which the gateway owes a report. The stretches of a
 * boot do not overlap.
 */
export const gatewayRun = sqliteTable(
  'gateway_run',
  {
    gatewayId: text('gateway_id').notNull(),
    bootId: text('boot_id').notNull(),
    firstMinuteAt: integer('first_minute_at').notNull(),
    lastMinuteAt: integer('last_minute_at').notNull(),
    routeId: text('route_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.gatewayId, t.bootId, t.firstMinuteAt] }),
    index('gateway_run_last').on(t.lastMinuteAt),
    index('gateway_run_of_gateway').on(t.gatewayId, t.lastMinuteAt),
  ],
)

/** Data over each SIM of a gateway in one day of UTC, added up in the transaction that stores the reports. */
export const gatewayModemDay = sqliteTable(
  'gateway_modem_day',
  {
    gatewayId: text('gateway_id').notNull(),
    /** The modem's; WAN_PORT: the uplink's interface. */
    port: text('port').notNull(),
    /** Start of the day, seconds since 1970. */
    dayAt: integer('day_at').notNull(),
    receivedOctets: integer('received_octets').notNull(),
    sentOctets: integer('sent_octets').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gatewayId, t.port, t.dayAt] })],
)

/** The port under which the uplink's own interface is counted. */
export const WAN_PORT = ''

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
    /** When and by whom (a user's id) it was answered; null: it is open. */
    answeredAt: integer('answered_at'),
    answeredBy: text('answered_by'),
    answer: text('answer').$type<TicketAnswer>(),
    note: text('note'),
  },
  (t) => [
    primaryKey({ columns: [t.gatewayId, t.ticket, t.reportedAt] }),
    index('rider_problem_open').on(t.answeredAt, t.reportedAt),
  ],
)

/** What is asked of all gateways, of those of one route, of one: the narrower wins, field by field. */
export const policyLayer = sqliteTable(
  'policy_layer',
  {
    scope: text('scope', { enum: ['fleet', 'route', 'gateway'] }).notNull(),
    /** A route or gateway; '' for the fleet. */
    scopeId: text('scope_id').notNull(),
    fields: text('fields', { mode: 'json' }).$type<PolicyLayer>().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.scopeId] })],
)

/** Every policy that any gateway was ever asked to run by. The same content has the same number, on every gateway, for ever. */
export const policyVersion = sqliteTable('policy_version', {
  version: integer('version').primaryKey({ autoIncrement: true }),
  hash: text('hash').notNull().unique(),
  /** The policy without its version, as JSON. */
  body: text('body').notNull(),
  madeAt: integer('made_at').notNull(),
})

/** What the fleet has to remember about itself: its secret, the revision of its policy. */
export const setting = sqliteTable('setting', { name: text('name').primaryKey(), value: text('value').notNull() })
