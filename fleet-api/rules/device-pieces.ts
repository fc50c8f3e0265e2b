import { CITY_ROW, leafRowOf, STATIONS_ROW, STOPS_ROW, UNKNOWN_ROW, VEHICLES_ROW } from '../../contract/report-rows.ts'
import { estimate, isEmpty, type Registers } from '../../contract/sketch.ts'

/** A service day as it is kept: seconds since 1970, half open. `closedAt` null: it is open. */
export interface DeviceDay {
  fromAt: number
  toAt: number
  closedAt: number | null
}

/** What a gateway says of one hour, read. `hourAt`: its start, seconds since 1970. */
export interface Piece {
  date: string
  hourAt: number
  registers: Registers
}

export type Judgement = { verdict: 'taken' | 'closed' } | { verdict: 'rejected'; reason: string }

const HOUR_S = 3600
/** Estimates stand from noon on: what was seen late in the evening has come by then. */
const OPEN_AFTER_S = 12 * HOUR_S
/** A gateway's clock and ours may differ. */
const AHEAD_S = 60
/** No gateway has so many clients in an hour: whoever says so would spoil the whole city's day. */
export const MOST_DEVICES_AN_HOUR = 20_000

/** When a day is closed, seconds since 1970. */
export const closesAt = ({ toAt }: Pick<DeviceDay, 'toAt'>): number => toAt + OPEN_AFTER_S

/** Whether a piece is taken. `day` null: there never was one of its date. `now`: seconds since 1970. */
export function judge(piece: Piece, day: DeviceDay | null, now: number): Judgement {
  if (day === null) return rejected('no devices are counted on this date')
  if (day.closedAt !== null) return { verdict: 'closed' }
  const { fromAt, toAt } = day
  const { hourAt, registers } = piece
  if (hourAt < fromAt || hourAt >= toAt || (hourAt - fromAt) % HOUR_S !== 0) return rejected('no hour of this date')
  if (hourAt > now + AHEAD_S) return rejected('this hour has not begun')
  if (isEmpty(registers)) return rejected('it holds no device')
  if (estimate(registers) > MOST_DEVICES_AN_HOUR) return rejected('it holds more devices than a gateway can have')
  return { verdict: 'taken' }
}

const rejected = (reason: string): Judgement => ({ verdict: 'rejected', reason })

/** A stretch of a gateway's minutes on a route. */
export interface Stretch {
  firstMinuteAt: number
  lastMinuteAt: number
  routeId: string
}

/** The leaf row on which a gateway spent most of an hour, by its reports; of two that are equal the one that comes first by its id. */
export function leafOfHour(site: 'vehicle' | 'stop' | 'station', stretches: Stretch[], hourAt: number): string {
  const minutes = new Map<string, number>()
  for (const { firstMinuteAt, lastMinuteAt, routeId } of stretches) {
    const within = Math.min(lastMinuteAt + 60, hourAt + HOUR_S) - Math.max(firstMinuteAt, hourAt)
    if (within > 0) minutes.set(routeId, (minutes.get(routeId) ?? 0) + within)
  }
  const [most] = [...minutes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return leafRowOf(site, most?.[0] ?? UNKNOWN_ROW)
}

/** The rows of a report whose devices a piece of a leaf row is among. */
export function rowsAbove(leaf: string): string[] {
  return leaf === STOPS_ROW || leaf === STATIONS_ROW ? [leaf, CITY_ROW] : [leaf, VEHICLES_ROW, CITY_ROW]
}
