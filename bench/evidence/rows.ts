import { missing } from '../../test/needs.ts'
import { type Row, rounded } from '../row.ts'
import type { How } from './judge.ts'
import { type Measure, measureShapes, precision, recall } from './measure.ts'
import { REAL_FEEDS, realIndex } from './real-network.ts'

const MINUTE = 60_000
const HOW: [name: string, how: How, leastRight: number][] = [
  ['the last word', { afterMs: null, skipMs: 5 * MINUTE }, 98],
  // On a street that routes share nobody can know yet: that part is unknown until they part.
  ['as told five minutes later', { afterMs: 5 * MINUTE, skipMs: 5 * MINUTE }, 0],
  ['as told at once', { afterMs: 0, skipMs: 5 * MINUTE }, 0],
]
const MOST_WRONG = 0.5
const boundOf = (leastRight: number) =>
  leastRight > 0 ? `≥ ${leastRight}% of minutes right, ≤ ${MOST_WRONG}% wrong` : `≤ ${MOST_WRONG}% wrong`

/** Routes by the vehicles' own traces: made-up days around every shape of the real feeds, with noise, gaps, detours, shared streets, layovers. */
export async function evidenceRows(progress: (what: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  for (const feed of REAL_FEEDS) {
    const [why] = missing(['shared feeds'])
    if (why !== undefined) {
      for (const [name, , leastRight] of HOW)
        rows.push({ row: `${feed}, ${name}`, abordo: why, bound: boundOf(leastRight), holds: null, figures: {} })
      continue
    }
    progress(`${feed}: driving every shape`)
    const index = await realIndex(feed)
    const hows = HOW.map(([, how]) => how)
    for (const [i, measure] of measureShapes(index, hows).entries()) {
      if (hows[i]?.afterMs === null) printByRoute(feed, measure)
      const [name = '', , leastRight = 0] = HOW[i] ?? []
      rows.push(rowOf(feed, { name, leastRight }, measure))
    }
  }
  return rows
}

function rowOf(
  feed: string,
  { name, leastRight }: { name: string; leastRight: number },
  { all, none, fixes, ms, routes }: Measure,
): Row {
  const share = (part: number, of: number) => Math.round((part / Math.max(1, of)) * 10_000) / 100
  const figures = {
    routes: routes.size,
    minutes: all.minutes,
    rightPercent: share(all.right, all.minutes),
    wrongPercent: share(all.wrong, all.minutes),
    unknownPercent: share(all.unknown, all.minutes),
    wrongOnNoRoutePercent: share(none.wrong, none.minutes),
    microsecondsAFix: rounded((ms * 1000) / Math.max(1, fixes)),
  }
  const { rightPercent, wrongPercent, unknownPercent, wrongOnNoRoutePercent, microsecondsAFix } = figures
  return {
    row: `${feed}: ${routes.size} routes by trace, ${name}`,
    abordo: `${rightPercent}% right, ${wrongPercent}% wrong, ${unknownPercent}% unknown; on no route ${wrongOnNoRoutePercent}% wrong; ${microsecondsAFix} µs a fix`,
    bound: boundOf(leastRight),
    holds: rightPercent >= leastRight && wrongPercent <= MOST_WRONG,
    figures,
  }
}

function printByRoute(feed: string, { routes }: Measure): void {
  console.log(`\n${feed}: by route, the last word`)
  console.log(
    `${'route'.padEnd(16)}${'minutes'.padStart(8)}${'unknown'.padStart(9)}${'wrong'.padStart(7)}  precision  recall`,
  )
  for (const [routeId, tally] of [...routes].sort(([, a], [, b]) => recall(a) - recall(b))) {
    const line = [
      routeId.padEnd(16),
      String(tally.minutes).padStart(8),
      String(tally.unknown).padStart(9),
      String(tally.wrong).padStart(7),
      precision(tally).toFixed(4).padStart(11),
      recall(tally).toFixed(4).padStart(8),
    ]
    console.log(line.join(''))
  }
}
