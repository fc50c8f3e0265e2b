import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { NoticeLanguage } from '../../contract/channels.ts'
import type { CityReport } from '../../contract/city-report.ts'

// What the city's reports are made of. A `row_key` names a row of a report (contract/report-rows.ts): a route, the vehicles on no known
// route, the stops, the stations.

/** How many sessions lasted how long, and how long riders took to get online: counts by the buckets of contract/histogram.ts. */
export const usageHistogram = sqliteTable(
  'usage_histogram',
  {
    /** Start of the city's day, seconds since 1970. */
    dayAt: integer('day_at').notNull(),
    rowKey: text('row_key').notNull(),
    measure: text('measure', { enum: ['length', 'connect'] }).notNull(),
    bucket: integer('bucket').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.rowKey, t.measure, t.bucket] })],
)

/** The head of a gateway's chain of accepted reports, as it stood in each day (UTC, by receipt): after `length` reports it was `head`. */
export const gatewayChainDay = sqliteTable(
  'gateway_chain_day',
  {
    gatewayId: text('gateway_id').notNull(),
    dayAt: integer('day_at').notNull(),
    length: integer('length').notNull(),
    head: text('head').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.gatewayId] })],
)

/** A service day in which distinct devices are counted. The random key under which gateways do so stands among its sketches. */
export const deviceDay = sqliteTable('device_day', {
  /** The city's date, YYYY-MM-DD. */
  date: text('date').primaryKey(),
  /** Seconds since 1970, half open. */
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
  /** When its estimates stood and its sketches were deleted, ms since 1970; null: it is open. */
  closedAt: integer('closed_at'),
})

/**
 * What gateways' sketches of a day make together, until the day is closed. Never one gateway's own. UNLOGGED in PostgreSQL. Beside them
 * the day's key, until the day is over, and which hours of which gateway are in (fleet-api/queries/devices.ts).
 */
export const deviceSketch = sqliteTable(
  'device_sketch',
  {
    date: text('date').notNull(),
    /** Of a leaf row, of all vehicles or of the city (contract/report-rows.ts); `@key`, `@hours:` and a gateway's id. */
    rowKey: text('row_key').notNull(),
    /** Base64. */
    registers: text('registers').notNull(),
    /** Hours of gateways that went into it. */
    pieces: integer('pieces').notNull(),
  },
  (t) => [primaryKey({ columns: [t.date, t.rowKey] })],
)

/** Distinct devices of a day that is closed, estimated. */
export const deviceCount = sqliteTable(
  'device_count',
  {
    /** Start of the city's day, seconds since 1970. */
    dayAt: integer('day_at').notNull(),
    rowKey: text('row_key').notNull(),
    estimate: integer('estimate').notNull(),
    /** Standard error as a share of the estimate. */
    errorShare: real('error_share').notNull(),
    /** Hours of gateways with riders: those that went into it, and those that there were. */
    pieces: integer('pieces').notNull(),
    due: integer('due').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.rowKey] })],
)

/**
 * What is published of riders, entry by entry; nothing is ever changed here. Each entry stands for at least ten sessions, so whatever is
 * added up or subtracted from what is published is made of those (fleet-api/rules/report/ledger.ts).
 */
export const publishedDay = sqliteTable(
  'published_day',
  {
    dayAt: integer('day_at').notNull(),
    rowKey: text('row_key').notNull(),
    /** 0, 1, …: what came later, and what turned out to be less. */
    entry: integer('entry').notNull(),
    sessions: integer('sessions').notNull(),
    inputOctets: integer('input_octets').notNull(),
    outputOctets: integer('output_octets').notNull(),
    /** Riders connected, added up over the minutes. */
    ridersSum: integer('riders_sum').notNull(),
    /** Null: below ten. */
    ridersPeak: integer('riders_peak'),
    /** Counts by bucket (contract/histogram.ts). */
    lengths: text('lengths', { mode: 'json' }).$type<number[]>().notNull(),
    connects: text('connects', { mode: 'json' }).$type<number[]>().notNull(),
    publishedAt: integer('published_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.rowKey, t.entry] }), index('published_day_of_row').on(t.rowKey, t.dayAt)],
)

/** The same of riders' problem reports, of the city as a whole: each entry stands for at least ten. */
export const publishedProblems = sqliteTable(
  'published_problems',
  {
    dayAt: integer('day_at').notNull(),
    entry: integer('entry').notNull(),
    reported: integer('reported').notNull(),
    /** Of these, by when they were published. */
    fixed: integer('fixed').notNull(),
    /** Hours from report to repair, added up over those that were fixed. */
    hoursToFix: integer('hours_to_fix').notNull(),
    publishedAt: integer('published_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.dayAt, t.entry] })],
)

/** A month's report that is final. A correction is another revision, with its reason; the ones before it stay. */
export const cityReport = sqliteTable(
  'city_report',
  {
    /** YYYY-MM */
    month: text('month').notNull(),
    revision: integer('revision').notNull(),
    madeAt: integer('made_at').notNull(),
    /** Why there is another revision; null: it is the first. */
    reason: text('reason'),
    definitions: text('definitions').notNull(),
    body: text('body', { mode: 'json' }).$type<CityReport>().notNull(),
    /** SHA-256 of what it was made of, hexadecimal. */
    inputsDigest: text('inputs_digest').notNull(),
    /** What it was made of, as it was then: routes are renamed, assumptions change. JSON, gzip, base64. */
    inputs: text('inputs').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.revision] })],
)

/** The heads of the gateways' chains when a report became final. */
export const cityReportChain = sqliteTable(
  'city_report_chain',
  {
    month: text('month').notNull(),
    revision: integer('revision').notNull(),
    gatewayId: text('gateway_id').notNull(),
    length: integer('length').notNull(),
    head: text('head').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.revision, t.gatewayId] })],
)

/** A link by which whoever has it may read one report, until it expires. */
export const shareLink = sqliteTable('share_link', {
  shareId: integer('share_id').primaryKey({ autoIncrement: true }),
  tokenHash: text('token_hash').notNull().unique(),
  /** The city's dates, YYYY-MM-DD, both included. */
  fromDate: text('from_date').notNull(),
  toDate: text('to_date').notNull(),
  language: text('language').$type<NoticeLanguage>().notNull(),
  /** Whom it was made for: "Regiduría de Movilidad". */
  label: text('label').notNull(),
  madeAt: integer('made_at').notNull(),
  /** A user's id; null: a token, or the command line. */
  madeBy: text('made_by'),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
  /** The day (UTC) on which it was last opened, ms since 1970. */
  lastOpenedAt: integer('last_opened_at'),
})

/** Whom the month's report is sent to, in the body of an e-mail. */
export const reportReader = sqliteTable('report_reader', {
  readerId: integer('reader_id').primaryKey({ autoIncrement: true }),
  address: text('address').notNull().unique(),
  language: text('language').$type<NoticeLanguage>().notNull(),
  addedAt: integer('added_at').notNull(),
  /** The month that was last sent, YYYY-MM; null: none. */
  lastMonth: text('last_month'),
  /** How often sending the month after it has failed, when it is tried next (ms since 1970), and why it failed. */
  attempts: integer('attempts').notNull().default(0),
  dueAt: integer('due_at'),
  failure: text('failure'),
})

/** Which SIM is in which gateway's modem, by what the carrier calls the SIM on its bill. */
export const sim = sqliteTable('sim', {
  sim: text('sim').primaryKey(),
  gatewayId: text('gateway_id').notNull(),
  /** The modem's; WAN_PORT: the uplink's interface. */
  port: text('port').notNull(),
})

/** A carrier's bill of one month. */
export const carrierBill = sqliteTable('carrier_bill', {
  billId: integer('bill_id').primaryKey({ autoIncrement: true }),
  carrier: text('carrier').notNull(),
  /** YYYY-MM */
  month: text('month').notNull(),
  importedAt: integer('imported_at').notNull(),
})

/** What a bill charges for one SIM. */
export const carrierBillLine = sqliteTable(
  'carrier_bill_line',
  {
    billId: integer('bill_id').notNull(),
    sim: text('sim').notNull(),
    octets: integer('octets').notNull(),
    /** In hundredths of the currency; null: not told. */
    amountCents: integer('amount_cents'),
  },
  (t) => [primaryKey({ columns: [t.billId, t.sim] })],
)
