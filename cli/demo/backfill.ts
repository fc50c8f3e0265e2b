import { gzipSync } from 'node:zlib'
import { REPORTS_PER_REQUEST, type ReportInput, reportsAnswerSchema } from '../../contract/report.ts'
import { history } from './history.ts'
import type { StagedBus } from './staged.ts'

export interface Span {
  from: number
  to: number
  awakeFrom: number
}

/**
 * Sends what a bus would have reported in `span` to the fleet's real `POST /v1/reports`. `sent` is called after each request. Returns how many
 * reports were new.
 */
export async function sendHistory(
  staged: StagedBus,
  span: Span,
  to: { fleetUrl: string; credential: string },
  sent?: () => Promise<void>,
): Promise<number> {
  const reports = history(staged, span)
  let stored = 0
  for (let at = 0; at < reports.length; at += REPORTS_PER_REQUEST) {
    stored += await send(reports.slice(at, at + REPORTS_PER_REQUEST), to)
    await sent?.()
  }
  return stored
}

async function send(reports: ReportInput[], to: { fleetUrl: string; credential: string }): Promise<number> {
  const request = {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${to.credential}`,
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
    },
    body: gzipSync(JSON.stringify(reports), { level: 1 }),
  }
  const url = `${to.fleetUrl}/v1/reports`
  // Once more: fleet and sender share this process, and where it is busy for long a connection that was kept open has been closed meanwhile.
  const answer = await fetch(url, request).catch(() => fetch(url, request))
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} to the demo's history`)
  return reportsAnswerSchema.parse(await answer.json()).verdicts.filter(({ verdict }) => verdict === 'stored').length
}
