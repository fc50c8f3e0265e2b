import { z } from 'zod'
import { CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S } from './histogram.ts'
import { riderProblemSchema } from './rider-problem.ts'
import { healthSchema, uplinkSchema } from './telemetry.ts'
import { type Fix, signOnSchema, traceSchema } from './trace.ts'
import { canRead, PROTOCOL_VERSION } from './version.ts'

/** Why a session ended; the words of RFC 2866 (Acct-Terminate-Cause), as Abordo uses them. */
export const TERMINATE_CAUSES = [
  'user-request',
  'session-timeout',
  'quota',
  'idle',
  'lost-carrier',
  'gateway-reboot',
  'admin',
] as const
export type TerminateCause = (typeof TERMINATE_CAUSES)[number]

/** Where a report's wall time came from, best first. `system`: the operating system's clock, its source not known. */
export const CLOCK_SOURCES = ['gnss', 'ntp', 'fleet', 'system', 'none'] as const
export type ClockSource = (typeof CLOCK_SOURCES)[number]

/** One accounting interval, in seconds. */
export const ACCOUNTING_INTERVAL_S = 60
/** The longest span that one report may cover. */
export const LONGEST_REPORT_MS = 3_600_000
/** A report may stand for so many at most: an hour of minutes, and a few that a restart cut short. */
export const MOST_MERGED = 64
/** `POST /v1/reports` takes at most so many. */
export const REPORTS_PER_REQUEST = 500
/** `POST /v1/reports` takes at most so many octets, unpacked. 500 reports with one modem each are about 800 kB. */
export const REPORTS_REQUEST_OCTETS = 2_000_000

const count = z.int().min(0).max(100_000)
const octets = z.int().min(0)
const uptimeMs = z.int().min(0)
const instant = z.iso.datetime({ error: 'not an ISO 8601 time in UTC' })

/**
 * What a gateway says of one accounting interval. Identity: (gateway, bootId, seq), the gateway being known by its credential.
 * Octets as in RFC 2866: input is received from the rider (upload), output is sent to the rider.
 * No field can carry a client's address or name (DESIGN.md, rule 4).
 */
export const reportSchema = z
  .object({
    protocol: z
      .string()
      .regex(/^\d{1,4}\.\d{1,4}$/, 'not a version such as 1.0')
      .refine(canRead, `speaks a protocol that this fleet (${PROTOCOL_VERSION}) cannot read`),
    bootId: z
      .uuid()
      .describe('One gateway database in one boot of the kernel: seq counts up within it and never starts again.'),
    seq: z.int().min(0),
    startedUptimeMs: uptimeMs.describe('Monotonic time since boot at the start of the interval.'),
    endedUptimeMs: uptimeMs.describe('The same at its end.'),
    startedAt: instant,
    endedAt: instant,
    /** `estimated`: this boot never knew the time; its reports were placed between the boots before and after (since 1.2). */
    clock: z.object({
      source: z.enum(CLOCK_SOURCES),
      uncertaintyMs: z.int().min(0).nullable(),
      estimated: z.boolean().default(false),
    }),
    riders: z
      .object({ connected: count, peak: count })
      .describe(
        'connected: clients with an authorised session at the end of the interval. peak: the most at any time within it.',
      ),
    sessions: z.object({ started: count, ended: z.partialRecord(z.enum(TERMINATE_CAUSES), count) }),
    octets: z.object({ input: octets, output: octets }),
    software: z.string().min(1).max(40),
    policyVersion: z.int().min(0).nullable(),
    problems: z.array(riderProblemSchema).max(20).default([]).describe('Since protocol 1.1.'),
    // All below: since protocol 1.2.
    /**
     * Reports merged into this one because the outbox was full, in order: they carry the seqs `seq`, `seq + 1`, …
     * Riders, sessions and octets stay by the minute; why sessions ended is told of all together.
     */
    merged: z
      .array(z.tuple([uptimeMs, count, count, count, octets, octets]))
      .min(2)
      .max(MOST_MERGED)
      .nullable()
      .default(null),
    /** What the outbox had to drop for want of room, since the last report that says so. */
    dropped: z
      .object({
        reports: z.int().min(1),
        sessions: z.int().min(0),
        octets: z.object({ input: octets, output: octets }),
      })
      .nullable()
      .default(null),
    health: healthSchema.nullable().default(null),
    uplink: uplinkSchema.nullable().default(null),
    /** The policy that the fleet wants and that could not be put in force, with the reason. */
    policyProblem: z
      .object({ version: z.int().min(0), reason: z.string().min(1).max(200) })
      .nullable()
      .default(null),
    // Since protocol 1.3.
    trace: traceSchema.default([]).describe('Where the vehicle was, in order of time.'),
    signOn: signOnSchema.nullable().default(null).describe('What the driver had signed on to at the end.'),
    // Since protocol 1.5. Counts by bucket (contract/histogram.ts); null: none.
    sessionLengths: z
      .array(count)
      .length(LENGTH_BOUNDS_S.length + 1)
      .nullable()
      .default(null)
      .describe('How long the sessions lasted that ended.'),
    connectTimes: z
      .array(count)
      .length(CONNECT_BOUNDS_MS.length + 1)
      .nullable()
      .default(null)
      .describe('How long clients took from their first request to the portal until they were online.'),
  })
  .refine((r) => r.endedUptimeMs > r.startedUptimeMs, {
    path: ['endedUptimeMs'],
    error: 'is not after startedUptimeMs',
  })
  .refine((r) => Date.parse(r.endedAt) > Date.parse(r.startedAt), {
    path: ['endedAt'],
    error: 'is not after startedAt',
  })
  .refine((r) => Date.parse(r.endedAt) - Date.parse(r.startedAt) <= LONGEST_REPORT_MS, {
    path: ['endedAt'],
    error: 'is more than an hour after startedAt',
  })
  .refine((r) => r.riders.peak >= r.riders.connected, {
    path: ['riders', 'peak'],
    error: 'is less than riders.connected',
  })
  .refine(traceInOrder, { path: ['trace'], error: 'is not in order within the interval' })
  .refine(mergedInOrder, { path: ['merged'], error: 'is not in order within the interval' })
  .refine(mergedAddsUp, { path: ['merged'], error: 'does not add up to sessions.started and octets' })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof reportSchema>
/** As it may be sent: what has a default may be left out. */
export type ReportInput = z.input<typeof reportSchema>

/** One of the reports that were merged: when it ended, riders connected and peak, sessions started, octets. */
export type MergedMinute = [
  endedUptimeMs: number,
  connected: number,
  peak: number,
  started: number,
  input: number,
  output: number,
]

/** A fix is of a moment of the interval; of the same moment there is one. */
function traceInOrder({ trace, startedUptimeMs, endedUptimeMs }: Interval & { trace: Fix[] }): boolean {
  let before = startedUptimeMs - 1
  for (const [uptime] of trace) {
    if (uptime <= before) return false
    before = uptime
  }
  return before <= endedUptimeMs
}

interface Interval {
  startedUptimeMs: number
  endedUptimeMs: number
}

/** Each ends after the one before, the last with the report. */
function mergedInOrder(report: Interval & { merged: MergedMinute[] | null }) {
  let before = report.startedUptimeMs
  for (const [ended] of report.merged ?? []) {
    if (ended <= before) return false
    before = ended
  }
  return report.merged === null || before === report.endedUptimeMs
}

function mergedAddsUp(report: {
  merged: MergedMinute[] | null
  sessions: { started: number }
  octets: { input: number; output: number }
}): boolean {
  if (report.merged === null) return true
  const sum = (of: (minute: MergedMinute) => number) => report.merged?.reduce((total, minute) => total + of(minute), 0)
  return (
    sum(([, , , started]) => started) === report.sessions.started &&
    sum(([, , , , input]) => input) === report.octets.input &&
    sum(([, , , , , output]) => output) === report.octets.output
  )
}

/** How many reports a report stands for, itself included. */
export function reportsIn(report: { merged: MergedMinute[] | null }): number {
  return report.merged?.length ?? 1
}

/** The fleet's word on one report. Only after it may the gateway forget the report. */
export const verdictSchema = z.object({
  index: z.int().min(0).describe("The report's place in the request."),
  verdict: z.enum(['stored', 'duplicate', 'rejected']),
  reason: z.string().optional(),
  code: z
    .string()
    .optional()
    .describe(
      "Of a rejection. `future`: the report ends after the fleet's own time; with a repaired clock it can come again (since 1.2).",
    ),
})
export type Verdict = z.infer<typeof verdictSchema>

export const reportsAnswerSchema = z.object({
  serverAt: instant,
  policyVersion: z.int().min(0),
  renewCredential: z.boolean().default(false).describe('The gateway is to ask for another credential (since 1.2).'),
  guideVersion: z
    .string()
    .max(80)
    .nullable()
    .default(null)
    .describe('The route guide that is there for it at GET /v1/guide; null: none (since 1.3).'),
  releaseVersion: z
    .string()
    .max(80)
    .nullable()
    .default(null)
    .describe('The version that is there for it at GET /v1/release; null: none (since 1.6).'),
  certificateVersion: z
    .string()
    .max(80)
    .nullable()
    .default(null)
    .describe("The certificate's that is there for it at GET /v1/certificate; null: none (since 1.6)."),
  verdicts: z.array(verdictSchema),
})
export type ReportsAnswer = z.infer<typeof reportsAnswerSchema>
