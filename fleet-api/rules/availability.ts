import { LONG_INTERVAL_MS } from '../../contract/outage-cause.ts'
import { OUTAGE_CAUSES, type OutageCause } from '../../contract/service.ts'
import { holds, type Interval, within } from './intervals.ts'
import { type Looked, lookedAt, type Said } from './said-intervals.ts'

/** Availability of a gateway on one route, in tenths of a minute: `available` and the causes add up to `inService`. */
export interface RouteAvailability {
  routeId: string
  inService: number
  available: number
  outages: Record<OutageCause, number>
}

export interface GatewayDay {
  /** What the gateway reported of the day and of an hour and more around it, in any order. */
  said: Said[]
  /** The day: seconds since 1970, half open. */
  from: number
  to: number
  /** When the service of each route runs, seconds since 1970, in order and apart; of a stop or station under UNKNOWN_ROUTE when it is open. */
  services: ReadonlyMap<string, readonly Readonly<Interval>[]>
  /** Stands at a stop or station: it never parks, and nobody drives it away. */
  fixed: boolean
}

/** A vehicle without power for longer than this was put away. */
export const LONGEST_POWER_CUT_S = 30 * 60
/** A place without power for longer than this is left to itself: what is not told within a day is told by nobody. */
export const LONGEST_POWER_CUT_OF_A_PLACE_S = 24 * 3600

const TENTH_MS = 6000

/**
 * Availability by DESIGN.md, section 6: of the time in service, how long the uplink and the portal worked, and why not.
 *
 * In service is the time of which there is a report, or of which it is known why there is none, while the service of the route runs
 * and the vehicle is not parked; and the intervals in which it moved 100 m or more on a known route, timetable or not. On an unknown
 * route it is in service for nobody. A place is in service while it is open.
 *
 * Between two reports something is missing. Where they are of one boot and follow one another by seq, the portal was down and the kernel
 * was not: `portal`. Where another boot has begun, the power was gone: `power`; or, where the kernel ran on, the gateway had lost its
 * database and began another: `gateway`. These count where the gateway was in service on one route before and after, for half an
 * hour at most, a portal that was down for longer while the timetable runs; at a place, in its opening hours and for a day at
 * most. Where seqs are missing the reports are only not here: lost, or still to come. Of that time nothing is said: it is neither
 * available nor an outage, and not in service; completeness tells of it.
 */
export function availabilityOf(day: GatewayDay): RouteAvailability[] {
  const tally = new Tally(day)
  const rows = lookedAt(day.said, day.fixed)
  const boots = new Set<string>()
  let before: Looked | null = null
  for (const row of rows) {
    // A boot that comes back is one of two gateways with one credential: what is between them is not one gateway's.
    const isTold = before !== null && (before.bootId === row.bootId || !boots.has(row.bootId))
    if (before !== null && isTold && row.from > before.to) tellGap(tally, day, before, row)
    boots.add(row.bootId)
    const from = Math.max(row.from, before?.to ?? row.from)
    if (from < row.to) tellRow(tally, day, before, { ...row, from })
    if (before === null || row.to >= before.to) before = row
  }
  return tally.routes()
}

function tellRow(tally: Tally, day: GatewayDay, before: Looked | null, row: Looked): void {
  const { routeId, from, to, upShare } = row
  if (upShare === null) return
  const isLong = row.to - row.from > LONG_INTERVAL_MS
  // The portal began again within a long interval, and has looked at the uplink since.
  const seenFrom = isLong ? to - upShare * (to - from) : from
  if (isLong) tellSilence(tally, day, { from, to: seenFrom, cause: 'portal', before: before ?? row, after: row })
  const up = isLong ? 1 : row.outage === 'portal' ? 0 : upShare
  const spans = row.moved && !isLong ? [[seenFrom, to] as Interval] : inTimetable(day, row, seenFrom, to)
  for (const [start, end] of spans) {
    tally.add(routeId, { from: start, to: end, cause: null, share: up })
    tally.add(routeId, { from: start, to: end, cause: row.outage ?? 'no-data', share: 1 - up })
  }
}

function tellGap(tally: Tally, day: GatewayDay, before: Looked, after: Looked): void {
  const gap = { from: before.to, to: after.from, before, after }
  if (before.bootId === after.bootId) {
    if (after.seq === before.seq + 1) tellSilence(tally, day, { ...gap, cause: 'portal' })
    return
  }
  const kernelFrom = after.from - after.startedUptimeMs
  // What the new boot has already told, or is still to tell, begins where its kernel does.
  const to = after.seq === 0 ? after.from : Math.min(Math.max(kernelFrom, before.to), after.from)
  const longest = day.fixed ? LONGEST_POWER_CUT_OF_A_PLACE_S : LONGEST_POWER_CUT_S
  if (to - before.to > longest * 1000) return
  tellSilence(tally, day, { ...gap, to, cause: kernelFrom < before.from ? 'gateway' : 'power' })
}

interface Silence {
  from: number
  to: number
  cause: OutageCause
  before: Looked
  after: Looked
}

function tellSilence(tally: Tally, day: GatewayDay, { from, to, cause, before, after }: Silence): void {
  const { routeId } = after
  if (from >= to || routeId !== before.routeId) return
  // A place is where it is: what of the silence lies in its opening hours counts.
  const isServed = (row: Looked, at: number) => day.fixed || isInService(day, row, at)
  if (!isServed(before, before.to - 1) || !isServed(after, Math.min(to, after.to - 1))) return
  const isShort = to - from <= LONGEST_POWER_CUT_S * 1000 && !day.fixed
  const spans = isShort ? [[from, to] as Interval] : inTimetable(day, { routeId, parked: false }, from, to)
  for (const [start, end] of spans) tally.add(routeId, { from: start, to: end, cause, share: 1 })
}

function isInService(day: GatewayDay, row: Looked, at: number): boolean {
  if (row.moved) return true
  return !row.parked && holds(day.services.get(row.routeId) ?? [], at / 1000)
}

/** The parts of [from, to), ms since 1970, in which the service of the row's route runs; none while it is parked. */
function inTimetable(
  { services }: GatewayDay,
  { routeId, parked }: Pick<Looked, 'routeId' | 'parked'>,
  from: number,
  to: number,
): Interval[] {
  if (parked) return []
  return within(services.get(routeId) ?? [], from / 1000, to / 1000).map(([start, end]) => [start * 1000, end * 1000])
}

/** Milliseconds by route and by what became of them, of the day alone. `cause` null: available. */
class Tally {
  readonly #from: number
  readonly #to: number
  readonly #routes = new Map<string, Map<OutageCause | null, number>>()

  constructor({ from, to }: GatewayDay) {
    this.#from = from * 1000
    this.#to = to * 1000
  }

  add(routeId: string, part: { from: number; to: number; cause: OutageCause | null; share: number }): void {
    const ms = (Math.min(part.to, this.#to) - Math.max(part.from, this.#from)) * part.share
    if (ms <= 0) return
    const causes = this.#routes.get(routeId) ?? new Map<OutageCause | null, number>()
    this.#routes.set(routeId, causes)
    causes.set(part.cause, (causes.get(part.cause) ?? 0) + ms)
  }

  routes(): RouteAvailability[] {
    return [...this.#routes].map(([routeId, causes]) => {
      const { parts, whole } = inTenths([null, ...OUTAGE_CAUSES].map((cause) => causes.get(cause) ?? 0))
      const outages = OUTAGE_CAUSES.map((cause, index) => [cause, parts[index + 1] ?? 0])
      return {
        routeId,
        inService: whole,
        available: parts[0] ?? 0,
        outages: Object.fromEntries(outages) as Record<OutageCause, number>,
      }
    })
  }
}

/** Milliseconds as tenths of a minute that still add up: the whole is rounded, and those parts that lose most by it are rounded up. */
function inTenths(ms: number[]): { parts: number[]; whole: number } {
  const exact = ms.map((one) => one / TENTH_MS)
  const whole = Math.round(exact.reduce((sum, one) => sum + one, 0))
  const parts = exact.map(Math.floor)
  const left = whole - parts.reduce((sum, one) => sum + one, 0)
  const byLoss = exact.map((one, index) => ({ index, loss: one - Math.floor(one) })).sort((a, b) => b.loss - a.loss)
  for (const { index } of byLoss.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return { parts, whole }
}
