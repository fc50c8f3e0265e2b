import { gunzipSync } from 'node:zlib'
import type { Report, Verdict } from '../../contract/report.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { keyOf, type Word } from './words.ts'

/** How the fleet takes one request. */
export type Reception = 'answers' | 'is not reached' | 'loses its answer'

/** A report as the gateway keeps it. */
function untimed({ startedAt: _, endedAt: __, clock: ___, ...report }: Report): UntimedReport {
  return report
}

/** A fleet with made-up verdicts, behind the `fetch` of the sender: it rejects every eleventh report and holds the others. */
export function createFleet(say: (word: Word) => void, now: () => number) {
  const held = new Set<string>()
  let reception: Reception = 'answers'
  let answered: string[] = []

  function judge(report: UntimedReport, index: number): Verdict {
    const key = keyOf(report)
    if (held.has(key)) return { index, verdict: 'duplicate' }
    if (report.seq % 11 === 7) return { index, verdict: 'rejected', reason: 'made up' }
    return { index, verdict: 'stored' }
  }

  const receive: typeof fetch = async (_url, init) => {
    if (reception === 'is not reached') throw new TypeError('fetch failed')
    const reports = JSON.parse(gunzipSync(init?.body as Buffer).toString()) as Report[]
    const verdicts = reports.map(judge)
    const stored = reports.filter((_, index) => verdicts[index]?.verdict === 'stored')
    for (const report of stored) held.add(keyOf(report))
    say({ says: 'held', reports: stored.map(untimed) })
    if (reception === 'loses its answer') throw new TypeError('fetch failed')
    answered = reports.filter((_, index) => verdicts[index]?.verdict !== 'rejected').map(keyOf)
    return Response.json({ serverAt: new Date(now()).toISOString(), policyVersion: 0, verdicts })
  }
  return {
    receive,
    willBe(next: Reception): void {
      reception = next
    },
    /** What the last answer said that the fleet holds. */
    answered: () => answered,
  }
}
