import { z } from 'zod'
import { problemSchema } from '../../contract/problem.ts'
import { REPORTS_PER_REQUEST, type ReportsAnswer, reportsAnswerSchema, type Verdict } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import { causeOf, reasonOf } from '../fetch-error.ts'
import { jsonOf, textAtMost } from '../fetch-text.ts'
import { bringing, sendToFleet } from '../fleet-ask.ts'
import { bootSpans, noteTime } from '../queries/boots.ts'
import { markInDoubt, setDamagedAside, settle, type Waiting, waitingReports } from '../queries/outbox.ts'
import { type Placed, placeBoots } from '../time/place-boots.ts'
import { UPTIME_STEP_MS } from '../time/reading.ts'
import type { Timekeeper } from '../time/timekeeper.ts'
import { readBody, timedReport, type UntimedReport } from './timed.ts'

export interface SenderDeps {
  db: GatewayDatabase
  bootId: string
  fleetUrl: string
  /** Asked for each time: it may be renewed. */
  credential: () => string
  clock: Pick<Clock, 'uptime'>
  time: Pick<Timekeeper, 'known' | 'note'>
  /** No boot began before, ms since 1970. */
  earliestMs: number
  /** Ends a request that takes longer, milliseconds. */
  timeoutMs?: number
  fetch?: typeof fetch
}

/** Of an answer: a verdict, with its reason, for each report of a request. */
const MOST_OCTETS = 4_000_000

/** How one attempt went. `retryAfterMs`: the fleet asked to wait so long. */
export type Sent =
  | { state: 'empty' }
  | { state: 'sent'; answer: ReportsAnswer }
  | { state: 'failed'; reason: string; retryAfterMs: number | null }

/** How one request went. `refused`: the fleet certainly stored nothing of it. */
type Posted =
  | { answer: ReportsAnswer }
  | { failed: Sent & { state: 'failed' }; refused: boolean; status: number | null }

/**
 * Sends the newest waiting reports, one request. They leave the outbox only on the fleet's verdict: an answer lost on the way means
 * that they are sent again, and the fleet says `duplicate`. While nobody has told this boot the time, the request is empty: the
 * answer tells it, and no report goes out with a time that is not true.
 */
export async function sendReports(deps: SenderDeps, limit = REPORTS_PER_REQUEST): Promise<Sent> {
  const placed = placesOf(deps)
  const waiting = waitingReports(deps.db, limit)
  if (waiting.length === 0) return { state: 'empty' }
  const batch: Waiting[] = []
  const bodies: string[] = []
  for (const report of waiting) {
    const read = readBody(report.body)
    if (read === null) {
      setDamagedAside(deps.db, report)
      continue
    }
    const body = bodyOf(report, read, placed)
    if (body === null) continue
    batch.push(report)
    bodies.push(body)
  }
  const fresh = batch.filter(({ inDoubt }) => !inDoubt)
  if (fresh.length > 0) markInDoubt(deps.db, fresh, true)
  const posted = await post(deps, bodies)
  if ('failed' in posted) {
    if (posted.refused && fresh.length > 0) markInDoubt(deps.db, fresh, false)
    // Too large for the fleet: smaller pieces, down to the one report that it will not have.
    if (posted.status === 413 && batch.length > 1) return sendReports(deps, Math.ceil(batch.length / 2))
    return posted.failed
  }
  if (batch.length === 0) return { state: 'sent', answer: posted.answer }
  const settled = applyVerdicts(deps.db, batch, posted.answer.verdicts)
  if (settled === 0)
    return { state: 'failed', reason: 'the fleet answered for none of the reports', retryAfterMs: null }
  return { state: 'sent', answer: posted.answer }
}

/** Where each boot lies in time; none is placed until this one is. */
export function placesOf({ db, bootId, time, earliestMs }: Pick<SenderDeps, 'db' | 'bootId' | 'time' | 'earliestMs'>) {
  const known = time.known()
  if (!known) return new Map<string, Placed>()
  const spans = bootSpans(db).map((span) => (span.bootId === bootId ? { ...span, known } : span))
  return placeBoots(spans, earliestMs)
}

/** A report as it goes out; null: its boot has no place in time yet. */
function bodyOf({ body, bootId }: Waiting, read: UntimedReport, placed: Map<string, Placed>): string | null {
  // Programs before protocol 1.2 left their reports with their times.
  if ('startedAt' in read) return body
  const boot = placed.get(bootId)
  return boot ? JSON.stringify(timedReport(read, boot)) : null
}

async function post(deps: SenderDeps, bodies: string[]): Promise<Posted> {
  const askedAt = deps.clock.uptime()
  let answer: Response
  let text: string
  try {
    const { fleetUrl, credential, fetch, timeoutMs = 20_000 } = deps
    const to = { fleetUrl, credential: credential(), fetch }
    answer = await sendToFleet(to, '/v1/reports', timeoutMs, bringing(`[${bodies.join(',')}]`))
    text = await textAtMost(answer, MOST_OCTETS)
  } catch (error) {
    const reason = `no answer from the fleet (${reasonOf(error)})`
    return { failed: { state: 'failed', reason, retryAfterMs: null }, refused: neverLeft(error), status: null }
  }
  if (answer.status !== 200) {
    const refused = [401, 403, 413, 415, 429].includes(answer.status)
    return { failed: refusal(answer, text), refused, status: answer.status }
  }
  const parsed = reportsAnswerSchema.safeParse(jsonOf(text))
  if (!parsed.success) {
    const reason = "the answer is not the fleet's (a portal in between?)"
    return { failed: { state: 'failed', reason, retryAfterMs: null }, refused: false, status: 200 }
  }
  noteServerTime(deps, parsed.data.serverAt, askedAt)
  return { answer: parsed.data }
}

/** The fleet's time as of the middle of the round trip, to half of it either way. */
function noteServerTime({ clock, time, db, bootId }: SenderDeps, serverAt: string, askedAt: number): void {
  const roundTripMs = clock.uptime() - askedAt
  const wasKnown = time.known() !== null
  time.note({
    source: 'fleet',
    wallMs: Date.parse(serverAt),
    uptimeMs: askedAt + Math.round(roundTripMs / 2),
    uncertaintyMs: Math.ceil(roundTripMs / 2) + UPTIME_STEP_MS,
  })
  const known = time.known()
  // At once: should the power go now, this boot's reports still have their true time.
  if (!wasKnown && known) noteTime(db, bootId, known)
}

function applyVerdicts(db: GatewayDatabase, batch: Waiting[], verdicts: Verdict[]): number {
  const held: Waiting[] = []
  const rejected: { report: Waiting; reason: string }[] = []
  for (const { index, verdict, reason, code } of verdicts) {
    const report = batch[index]
    if (!report) continue
    if (verdict !== 'rejected') held.push(report)
    // The fleet's answer has just repaired the clock: this one comes again with its true time.
    else if (code !== 'future') rejected.push({ report, reason: reason ?? 'no reason given' })
  }
  settle(db, held, rejected)
  return held.length + rejected.length
}

function refusal(answer: Response, text: string): Sent & { state: 'failed' } {
  const problem = problemSchema.safeParse(jsonOf(text))
  const wait = z.coerce
    .number()
    .min(0)
    .max(86_400)
    .safeParse(answer.headers.get('retry-after') ?? undefined)
  return {
    state: 'failed',
    reason: problem.success ? problem.data.detail : `the fleet answered ${answer.status}`,
    retryAfterMs: wait.success ? wait.data * 1000 : null,
  }
}

const BEFORE_SENDING = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Whether a request failed before anything of it was on the way. */
function neverLeft(error: unknown): boolean {
  const cause = causeOf(error)
  return cause instanceof Error && 'code' in cause && BEFORE_SENDING.includes(String(cause.code))
}
