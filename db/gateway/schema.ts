import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { TerminateCause } from '../../contract/report.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'

// Durations and deadlines are monotonic (milliseconds since boot): a wrong wall clock neither ends nor extends a session.

/** One boot of the kernel as this database saw it; `bootId` is what reports carry. A new database gets a new one. */
export const boot = sqliteTable('boot', {
  bootId: text('boot_id').primaryKey(),
  kernelBootId: text('kernel_boot_id').notNull(),
  /** Counts the boots up. */
  bootOrder: integer('boot_order').notNull().default(0),
  nextSeq: integer('next_seq').notNull(),
  // The accounting interval under way: what has happened in it so far, kept here so that a crash loses nothing.
  startedUptimeMs: integer('started_uptime_ms').notNull(),
  ridersPeak: integer('riders_peak').notNull(),
  sessionsStarted: integer('sessions_started').notNull(),
  sessionsEnded: text('sessions_ended', { mode: 'json' }).$type<Partial<Record<TerminateCause, number>>>().notNull(),
  inputOctets: integer('input_octets').notNull(),
  outputOctets: integer('output_octets').notNull(),
  /** Counts by bucket (contract/histogram.ts); empty: none. */
  sessionLengths: text('session_lengths', { mode: 'json' }).$type<number[]>().notNull().default([]),
  connectTimes: text('connect_times', { mode: 'json' }).$type<number[]>().notNull().default([]),
  /** Its last interval has been reported: the boot is over. Kept for as long as its reports wait, to place them in time. */
  closed: integer('closed', { mode: 'boolean' }).notNull().default(false),
  // Its place in time (portal/time): how far its monotonic clock had come, what the system's clock made of it, and what a source
  // that can be trusted said. An offset is wall time less uptime.
  lastUptimeMs: integer('last_uptime_ms').notNull().default(0),
  systemOffsetMs: integer('system_offset_ms'),
  clockSource: text('clock_source').$type<'gnss' | 'ntp' | 'fleet'>(),
  clockOffsetMs: integer('clock_offset_ms'),
  clockUptimeMs: integer('clock_uptime_ms'),
  clockUncertaintyMs: integer('clock_uncertainty_ms'),
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
    /** The report without its wall times: those are worked out when it is sent, from what is known of its boot by then. */
    body: text('body').notNull(),
    /** It went out and no answer came: the fleet may hold it, so it may not be merged into another any more. */
    inDoubt: integer('in_doubt', { mode: 'boolean' }).notNull().default(false),
    /** As large as it gets: merged with others of its hour, or without any that it could be merged with. */
    merged: integer('merged', { mode: 'boolean' }).notNull().default(false),
    /** Set when the fleet rejected it: kept aside, with the reason, out of the way of the rest. */
    rejectedReason: text('rejected_reason'),
  },
  (t) => [
    uniqueIndex('outbox_report').on(t.bootId, t.seq),
    // Few rows are in these two: so that what is counted and looked for every minute does not read the whole outbox.
    index('outbox_rejected').on(t.outboxId).where(sql`rejected_reason is not null`),
    index('outbox_to_merge').on(t.outboxId).where(sql`merged = 0`),
  ],
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

/**
 * The fleet's day in which distinct devices are counted, and the random key that it gave out for it. It is
 * overwritten when the day ends; the row goes with the day's sketches, twelve hours later (DESIGN.md, rule 4).
 */
export const deviceDay = sqliteTable('device_day', {
  /** The city's date, YYYY-MM-DD. */
  date: text('date').primaryKey(),
  /** Ms since 1970, half open. */
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
  /** Empty: it has been destroyed. */
  key: text('key').notNull(),
})

/** A sketch of the devices that had a session within an hour of that day: kept until the fleet has it, or the day is closed. */
export const deviceSketch = sqliteTable(
  'device_sketch',
  {
    date: text('date').notNull(),
    /** Start of the hour, ms since 1970. */
    hourAt: integer('hour_at').notNull(),
    /** As it is sent (contract/devices.ts). */
    registers: text('registers').notNull(),
  },
  (t) => [primaryKey({ columns: [t.date, t.hourAt] })],
)

/** The day in which riders accept once on whichever bus, with the key that the fleet gave out for it. The row goes when the day ends. */
export const roamingDay = sqliteTable('roaming_day', {
  /** The city's date, YYYY-MM-DD. */
  date: text('date').primaryKey(),
  /** Ms since 1970, half open. */
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
  key: text('key').notNull(),
  /** How far the fleet's list is known here. */
  next: integer('next').notNull(),
})

/** Fingerprints (contract/roaming.ts) of who has accepted in that day, here or on another bus. They go with it. */
export const roamingFingerprint = sqliteTable('roaming_fingerprint', {
  /** 40 bits. */
  fingerprint: integer('fingerprint').primaryKey(),
  /** The fleet has it. */
  told: integer('told', { mode: 'boolean' }).notNull(),
})

/** Riders' fault reports that no report has carried yet. */
export const riderProblem = sqliteTable('rider_problem', {
  riderProblemId: integer('rider_problem_id').primaryKey({ autoIncrement: true }),
  ticket: text('ticket').notNull(),
  kind: text('kind').$type<RiderProblem['kind']>().notNull(),
  text: text('text').notNull(),
  reportedAt: integer('reported_at').notNull(),
})

/** What had to be dropped for want of room and no report has said yet. One row. */
export const dropped = sqliteTable('dropped', {
  droppedId: integer('dropped_id').primaryKey(),
  reports: integer('reports').notNull(),
  sessions: integer('sessions').notNull(),
  inputOctets: integer('input_octets').notNull(),
  outputOctets: integer('output_octets').notNull(),
})

/** What counters of the kernel and of modems stood at when they were last reported, so that each octet is told once. */
export const counter = sqliteTable('counter', {
  name: text('name').primaryKey(),
  received: integer('received').notNull(),
  sent: integer('sent').notNull(),
})
