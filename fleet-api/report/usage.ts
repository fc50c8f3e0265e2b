import { leafRowOf, UNKNOWN_ROW } from '../../contract/report-rows.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import { histogramsOf, hoursTogether, type placedGateways, routeDays } from '../queries/usage-days.ts'
import { cityTime } from '../rules/city-time.ts'
import type { Quantities } from '../rules/report/quantities.ts'

/** What a leaf row's riders did on a day, as far as is known, and how much of it was reported. */
export interface UsageOfDay extends Quantities {
  rowKey: string
  /** The fullest minute; null: it is not known of this row. */
  ridersPeak: number | null
  /** Minutes in which any of its gateways reported; null: that is not known of this row. */
  minutes: number | null
  /** Minutes of gateways: reported, and due. */
  reports: number
  due: number
}

/** Gateways at stops and in stations, by their leaf rows. */
export type Placed = Awaited<ReturnType<typeof placedGateways>>

/** What each leaf row's riders did on the city's day that begins at `dayAt`, with how long sessions lasted and getting online took. */
export async function usageOfDay(db: FleetReads, dayAt: number, about: About): Promise<UsageOfDay[]> {
  const rows = await countedOfDay(db, dayAt, about)
  const byKey = new Map(rows.map((row) => [row.rowKey, row]))
  for (const { rowKey, measure, bucket, count } of await histogramsOf(db, dayAt)) {
    const row = byKey.get(rowKey)
    if (row) row[measure === 'length' ? 'lengths' : 'connects'][bucket] = count
  }
  return rows
}

interface About {
  placed: Placed
  timezone: string
}

/**
 * The same without these. Rollups of routes do not tell stops and stations from vehicles on no known route: those are counted by their
 * gateways' hours.
 */
export async function countedOfDay(db: FleetReads, dayAt: number, { placed, timezone }: About): Promise<UsageOfDay[]> {
  const to = cityTime(timezone).dayOf(dayAt + 36 * 3600)
  const routes = await routeDays(db, { from: dayAt, to })
  const rows = new Map<string, UsageOfDay>()
  for (const { routeId, sessionsStarted, inputOctets, outputOctets, ridersSum, ...rest } of routes) {
    const rowKey = leafRowOf('vehicle', routeId)
    const { ridersPeak, minutes, reports, due } = rest
    const sums = { sessions: sessionsStarted, inputOctets, outputOctets, ridersSum }
    rows.set(rowKey, { rowKey, ...sums, ridersPeak, minutes, reports, due, lengths: [], connects: [] })
  }
  for (const site of await placesOfDay(db, { from: dayAt, to }, placed)) {
    rows.set(site.rowKey, site)
    const unknown = rows.get(UNKNOWN_ROW)
    if (unknown) rows.set(UNKNOWN_ROW, less(unknown, site))
  }
  return [...rows.values()].filter(({ reports, due, sessions }) => reports !== 0 || due !== 0 || sessions !== 0)
}

async function placesOfDay(
  db: FleetReads,
  { from, to }: { from: number; to: number },
  placed: Placed,
): Promise<UsageOfDay[]> {
  if (placed.size === 0) return []
  const hours: number[] = []
  for (let hourAt = from; hourAt < to; hourAt += 3600) hours.push(hourAt)
  const rows = new Map<string, UsageOfDay>()
  for (const { gatewayId, ...hour } of await hoursTogether(db, [...placed.keys()], hours)) {
    const rowKey = placed.get(gatewayId)
    if (rowKey === undefined) continue
    const before = rows.get(rowKey)
    rows.set(rowKey, {
      rowKey,
      sessions: hour.sessions + (before?.sessions ?? 0),
      inputOctets: hour.inputOctets + (before?.inputOctets ?? 0),
      outputOctets: hour.outputOctets + (before?.outputOctets ?? 0),
      ridersSum: hour.ridersSum + (before?.ridersSum ?? 0),
      reports: hour.reports + (before?.reports ?? 0),
      due: hour.due + (before?.due ?? 0),
      ridersPeak: null,
      minutes: null,
      lengths: [],
      connects: [],
    })
  }
  return [...rows.values()]
}

/** What is left of '' without the gateways of a place. Which minute was the fullest without them is not known. */
function less(all: UsageOfDay, site: UsageOfDay): UsageOfDay {
  const left = (name: 'sessions' | 'inputOctets' | 'outputOctets' | 'ridersSum' | 'reports' | 'due') =>
    Math.max(0, all[name] - site[name])
  return {
    ...all,
    sessions: left('sessions'),
    inputOctets: left('inputOctets'),
    outputOctets: left('outputOctets'),
    ridersSum: left('ridersSum'),
    reports: left('reports'),
    due: left('due'),
    ridersPeak: null,
    minutes: null,
  }
}

/** SQLite answers at once: without this nobody else would be answered until the report is made. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
