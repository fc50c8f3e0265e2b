import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { TerminateCause } from '../../contract/report.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'

// Durations and deadlines are monotonic (milliseconds since boot): a wrong wall clock neither ends nor extends a session.

/** One boot of the kernel as this database saw it; `bootId` is what reports carry. A new database gets a new one. */
export const boot = sqliteTable('boot', {
  bootId: text('boot_id').primaryKey(),
  kernelBootId: text('kernel_boot_id').notNull(),
  nextSeq: integer('next_seq').notNull(),
  // The accounting interval under way: what has happened in it so far, kept here so that a crash loses nothing.
  startedUptimeMs: integer('started_uptime_ms').notNull(),
  startedAt: integer('started_at').notNull(),
  ridersPeak: integer('riders_peak').notNull(),
  sessionsStarted: integer('sessions_started').notNull(),
  sessionsEnded: text('sessions_ended', { mode: 'json' }).$type<Partial<Record<TerminateCause, number>>>().notNull(),
  inputOctets: integer('input_octets').notNull(),
  outputOctets: integer('output_octets').notNull(),
})

/** A client's running session. The row, and with it the client's address, lives only while the session does. */
export const session = sqliteTable('session', {
  sessionId: text('session_id').primaryKey(),
  bootId: text('boot_id').notNull(),
  /** Canonical: lower case, colons. Made from the IP where there is none to see (enforcement `none`). */
  clientMac: text('client_mac').notNull(),
  clientIp: text('client_ip').notNull(),
  startedUptimeMs: integer('started_uptime_ms').notNull(),
  deadlineUptimeMs: integer('deadline_uptime_ms').notNull(),
  termsVersion: text('terms_version').notNull(),
  /** Octets both ways that end it; null: no limit. As granted, or better where the policy has become more generous since. */
  quotaOctets: integer('quota_octets'),
  extensions: integer('extensions').notNull().default(0),
  /** When an octet was last counted. */
  activeUptimeMs: integer('active_uptime_ms').notNull(),
  // Usage of the whole session, already given to an interval; and what the kernel's counters stood at then.
  inputOctets: integer('input_octets').notNull(),
  outputOctets: integer('output_octets').notNull(),
  countedInputOctets: integer('counted_input_octets').notNull(),
  countedOutputOctets: integer('counted_output_octets').notNull(),
})

/** Reports not yet acknowledged. */
export const outbox = sqliteTable(
  'outbox',
  {
    /** The order in which reports were made. */
    outboxId: integer('outbox_id').primaryKey({ autoIncrement: true }),
    bootId: text('boot_id').notNull(),
    seq: integer('seq').notNull(),
    body: text('body').notNull(),
    /** Set when the fleet rejected it: kept aside, with the reason, out of the way of the rest. */
    rejectedReason: text('rejected_reason'),
  },
  (t) => [uniqueIndex('outbox_report').on(t.bootId, t.seq)],
)

/** One service day and the random key by which its clients are known again. Both vanish when the day ends (DESIGN.md, rule 4). */
export const serviceDay = sqliteTable('service_day', {
  date: text('date').primaryKey(),
  key: text('key').notNull(),
})

/** What a client has had of this service day, under the keyed hash of its address: for cool-down and sessions a day. */
export const clientDay = sqliteTable('client_day', {
  clientHash: text('client_hash').primaryKey(),
  sessions: integer('sessions').notNull(),
  lastCause: text('last_cause').$type<TerminateCause>(),
  lastEndedUptimeMs: integer('last_ended_uptime_ms'),
  lastBootId: text('last_boot_id'),
})

/** Riders' fault reports that no report has carried yet. */
export const riderProblem = sqliteTable('rider_problem', {
  riderProblemId: integer('rider_problem_id').primaryKey({ autoIncrement: true }),
  ticket: text('ticket').notNull(),
  kind: text('kind').$type<RiderProblem['kind']>().notNull(),
  text: text('text').notNull(),
  reportedAt: integer('reported_at').notNull(),
})
