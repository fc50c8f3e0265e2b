import type { GatewayRidersPoint } from '../../contract/gateway-page.ts'
import type { GatewayHourRow, RidersOfMinute } from '../queries/gateway-minutes.ts'
import { completenessOf, type DueSpan, minutesDue } from './completeness.ts'
import { isoInZone } from './zone.ts'

/** The steps of a chart: their starts, and where the last one ends, seconds since 1970. */
export interface Steps {
  starts: number[]
  end: number
  timezone: string
}

/** Riders minute by minute: of several reports of one minute the last one's; a minute that is due and not here is a gap. */
export function ridersByMinute(rows: readonly RidersOfMinute[], due: DueSpan[], steps: Steps): GatewayRidersPoint[] {
  const said = new Map<number, RidersOfMinute>()
  for (const row of rows) {
    const known = said.get(row.minuteAt)
    const last = known && known.endedAt > row.endedAt ? known : row
    said.set(row.minuteAt, {
      ...last,
      ridersPeak: Math.max(row.ridersPeak, known?.ridersPeak ?? 0),
      inputOctets: row.inputOctets + (known?.inputOctets ?? 0),
      outputOctets: row.outputOctets + (known?.outputOctets ?? 0),
    })
  }
  return pointsOf(steps, due, (start) => {
    const row = said.get(start)
    if (!row) return { reports: 0, due: 0, mean: null, peak: null, input: 0, output: 0 }
    const { ridersConnected, ridersPeak, inputOctets, outputOctets } = row
    // It is here: that another boot may owe the same minute takes nothing from it.
    return {
      reports: Number.MAX_SAFE_INTEGER,
      due: 1,
      mean: ridersConnected,
      peak: ridersPeak,
      input: inputOctets,
      output: outputOctets,
    }
  })
}

/** Riders hour by hour. `due`: what is owed besides what the hours themselves know. */
export function ridersByHour(rows: readonly GatewayHourRow[], due: DueSpan[], steps: Steps): GatewayRidersPoint[] {
  const hours = new Map(rows.map((row) => [row.hourAt, row]))
  return pointsOf(steps, due, (start) => {
    const row = hours.get(start)
    const has = row !== undefined && row.reports > 0
    return {
      reports: row?.reports ?? 0,
      due: row?.due ?? 0,
      mean: has ? Math.round((row.ridersSum / row.reports) * 100) / 100 : null,
      peak: has ? row.ridersPeak : null,
      input: row?.inputOctets ?? 0,
      output: row?.outputOctets ?? 0,
    }
  })
}

interface Sum {
  reports: number
  due: number
  mean: number | null
  peak: number | null
  input: number
  output: number
}

function pointsOf({ starts, end, timezone }: Steps, spans: DueSpan[], sumOf: (start: number) => Sum) {
  const owed = minutesDue(spans, starts, end)
  return starts.flatMap((start, index): GatewayRidersPoint[] => {
    const { reports, due, mean, peak, input, output } = sumOf(start)
    const all = due + (owed[index] ?? 0)
    if (all === 0) return []
    const completeness = completenessOf(reports, all)
    return [{ at: isoInZone(timezone, start), mean, peak, completeness, octets: { input, output } }]
  })
}
