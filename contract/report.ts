import { z } from 'zod'
import { riderProblemSchema } from './rider-problem.ts'
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

/** One accounting interval, in seconds. */
export const ACCOUNTING_INTERVAL_S = 60
/** The longest span that one report may cover. */
export const LONGEST_REPORT_MS = 3_600_000
/** `POST /v1/reports` takes at most so many. */
export const REPORTS_PER_REQUEST = 500
/** `POST /v1/reports` takes at most so many octets, unpacked. 500 reports of today's shape are about 300 kB. */
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
    /** One gateway database in one boot of the kernel: seq counts up within it and never starts again. */
    bootId: z.uuid(),
    seq: z.int().min(0),
    /** Monotonic time since boot at both ends of the interval. */
    startedUptimeMs: uptimeMs,
    endedUptimeMs: uptimeMs,
    startedAt: instant,
    endedAt: instant,
    clock: z.object({ source: z.enum(CLOCK_SOURCES), uncertaintyMs: z.int().min(0).nullable() }),
    /** connected: clients with an authorised session at the end of the interval. peak: the most at any time within it. */
    riders: z.object({ connected: count, peak: count }),
    sessions: z.object({ started: count, ended: z.partialRecord(z.enum(TERMINATE_CAUSES), count) }),
    octets: z.object({ input: octets, output: octets }),
    software: z.string().min(1).max(40),
    policyVersion: z.int().min(0).nullable(),
    /** Since protocol 1.1. */
    problems: z.array(riderProblemSchema).max(20).default([]),
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
export type Report = z.infer<typeof reportSchema>

/** The fleet's word on one report. Only after it may the gateway forget the report. */
export const verdictSchema = z.object({
  /** The report's place in the request. */
  index: z.int().min(0),
  verdict: z.enum(['stored', 'duplicate', 'rejected']),
  reason: z.string().optional(),
})
export type Verdict = z.infer<typeof verdictSchema>

export const reportsAnswerSchema = z.object({
  serverAt: instant,
  policyVersion: z.int().min(0),
  verdicts: z.array(verdictSchema),
})
export type ReportsAnswer = z.infer<typeof reportsAnswerSchema>
