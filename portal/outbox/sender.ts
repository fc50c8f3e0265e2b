import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { problemSchema } from '../../contract/problem.ts'
import { REPORTS_PER_REQUEST, reportsAnswerSchema, type Verdict } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { settle, type Waiting, waitingReports } from '../queries/outbox.ts'

export interface SenderDeps {
  db: GatewayDatabase
  fleetUrl: string
  credential: string
  /** Ends a request that takes longer, milliseconds. */
  timeoutMs?: number
  fetch?: typeof fetch
}

/** How one attempt went. `retryAfterMs`: the fleet asked to wait so long. */
export type Sent =
  | { state: 'empty' }
  | { state: 'sent'; reports: number; policyVersion: number }
  | { state: 'failed'; reason: string; retryAfterMs: number | null }

/**
 * Sends the newest waiting reports, one request. They leave the outbox only on the fleet's verdict: an answer lost on the way means
 * that they are sent again, and the fleet says `duplicate`.
 */
export async function sendReports(deps: SenderDeps, limit = REPORTS_PER_REQUEST): Promise<Sent> {
  const batch = waitingReports(deps.db, limit)
  if (batch.length === 0) return { state: 'empty' }
  let answer: Response
  let text: string
  try {
    answer = await (deps.fetch ?? fetch)(`${deps.fleetUrl}/v1/reports`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${deps.credential}`,
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
      },
      body: gzipSync(`[${batch.map((report) => report.body).join(',')}]`),
      signal: AbortSignal.timeout(deps.timeoutMs ?? 20_000),
      redirect: 'error',
    })
    text = await answer.text()
  } catch (error) {
    return { state: 'failed', reason: `no answer from the fleet (${reasonOf(error)})`, retryAfterMs: null }
  }
  // Too large for the fleet: smaller pieces, down to the one report that it will not have.
  if (answer.status === 413 && batch.length > 1) return sendReports(deps, Math.ceil(batch.length / 2))
  if (answer.status !== 200) return refused(answer, text)
  const parsed = reportsAnswerSchema.safeParse(jsonOf(text))
  if (!parsed.success)
    return { state: 'failed', reason: "the answer is not the fleet's (a portal in between?)", retryAfterMs: null }
  const settled = applyVerdicts(deps.db, batch, parsed.data.verdicts)
  if (settled === 0)
    return { state: 'failed', reason: 'the fleet answered for none of the reports', retryAfterMs: null }
  return { state: 'sent', reports: settled, policyVersion: parsed.data.policyVersion }
}

function applyVerdicts(db: GatewayDatabase, batch: Waiting[], verdicts: Verdict[]): number {
  const held: Waiting[] = []
  const rejected: { report: Waiting; reason: string }[] = []
  for (const { index, verdict, reason } of verdicts) {
    const report = batch[index]
    if (!report) continue
    if (verdict === 'rejected') rejected.push({ report, reason: reason ?? 'no reason given' })
    else held.push(report)
  }
  settle(db, held, rejected)
  return held.length + rejected.length
}

function refused(answer: Response, text: string): Sent {
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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
