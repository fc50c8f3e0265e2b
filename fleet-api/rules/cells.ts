import type { fleetDay, gatewayHour, routeDay, routeHour, routeMinute } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { CityTime } from './city-time.ts'

export type RouteMinute = typeof routeMinute.$inferSelect
export type RouteHour = typeof routeHour.$inferSelect
export type GatewayHour = typeof gatewayHour.$inferSelect
export type RouteDay = typeof routeDay.$inferSelect
export type FleetDay = Omit<typeof fleetDay.$inferSelect, 'minutes' | 'ridersPeak' | 'settledReports'>

/** What a gateway had said of a minute so far: of several reports the last one's. */
export interface Said {
  endedAt: number
  ridersConnected: number
}

/** Minutes that a gateway has come to owe on a route, both ends included, seconds since 1970. */
export interface Owed {
  gatewayId: string
  routeId: string
  from: number
  to: number
  /** -1: they are not owed there any more. */
  sign: 1 | -1
}

/** What reports add to their routes' minutes and to their gateways' hours. */
export interface Added {
  minutes: RouteMinute[]
  gatewayHours: GatewayHour[]
}

export const saidKey = (row: { gatewayId: string; routeId: string; minuteAt: number }) =>
  `${row.minuteAt} ${row.gatewayId} ${row.routeId}`

/**
 * Riders connected are those at the end of the minute: of several reports of one gateway in one minute the last one's, in whatever
 * order they arrive. `said`: what is stored already of minutes that more is said of; it is brought up to date.
 */
export function addedBy(rows: ReportRow[], said: Map<string, Said>, time: CityTime): Added {
  const minutes = new Map<string, RouteMinute>()
  const gatewayHours = new Map<string, GatewayHour>()
  for (const row of rows) {
    const key = saidKey(row)
    const before = said.get(key)
    const isLast = before === undefined || row.endedAt >= before.endedAt
    const riders = isLast ? row.ridersConnected - (before?.ridersConnected ?? 0) : 0
    const gateways = before === undefined ? 1 : 0
    if (isLast) said.set(key, { endedAt: row.endedAt, ridersConnected: row.ridersConnected })
    const { routeId, minuteAt, gatewayId, sessionsStarted, inputOctets, outputOctets } = row
    const minute = take(minutes, `${minuteAt} ${routeId}`, () => emptyMinute(routeId, minuteAt))
    minute.ridersConnected += riders
    minute.gateways += gateways
    addTraffic(minute, { sessionsStarted, inputOctets, outputOctets })
    const hourAt = time.hourOf(minuteAt)
    const hour = take(gatewayHours, `${hourAt} ${gatewayId}`, () => emptyGatewayHour(gatewayId, hourAt))
    hour.reports += gateways
    hour.ridersSum += riders
    hour.ridersPeak = Math.max(hour.ridersPeak, row.ridersPeak)
    addTraffic(hour, row)
  }
  return { minutes: [...minutes.values()], gatewayHours: [...gatewayHours.values()] }
}

/** What changes where minutes of a gateway are told to have been spent elsewhere: what they add there, less what they had added here. */
export function movedBy(before: ReportRow[], after: ReportRow[], time: CityTime): Added {
  const gone = addedBy(before, new Map(), time).minutes
  const come = addedBy(after, new Map(), time).minutes
  const minutes = new Map(come.map((minute) => [`${minute.minuteAt} ${minute.routeId}`, minute]))
  for (const minute of gone) {
    const { routeId, minuteAt } = minute
    const sum = take(minutes, `${minuteAt} ${routeId}`, () => emptyMinute(routeId, minuteAt))
    sum.ridersConnected -= minute.ridersConnected
    sum.gateways -= minute.gateways
    sum.sessionsStarted -= minute.sessionsStarted
    sum.inputOctets -= minute.inputOctets
    sum.outputOctets -= minute.outputOctets
  }
  // A gateway's own hours are the same, whatever the route.
  return { minutes: [...minutes.values()], gatewayHours: [] }
}

/** The cells of a route's minutes after they were written: what they hold now. */
export type CellNow = Pick<RouteMinute, 'routeId' | 'minuteAt' | 'ridersConnected' | 'gateways'>

/** What minutes add to the rollups above them. */
export function rolledUp(added: Added, now: CellNow[], owed: Owed[], time: CityTime) {
  const routeHours = new Map<string, RouteHour>()
  const gatewayHours = new Map(added.gatewayHours.map((hour) => [`${hour.hourAt} ${hour.gatewayId}`, hour]))
  const hourOf = (routeId: string, hourAt: number) =>
    take(routeHours, `${hourAt} ${routeId}`, () => ({ routeId, hourAt, minutes: 0, ridersPeak: 0, ...nothing() }))
  const cells = new Map(now.map((cell) => [`${cell.minuteAt} ${cell.routeId}`, cell]))
  for (const minute of added.minutes) {
    const cell = cells.get(`${minute.minuteAt} ${minute.routeId}`)
    const hour = hourOf(minute.routeId, time.hourOf(minute.minuteAt))
    const after = cell?.gateways ?? 0
    const before = after - minute.gateways
    // The first gateway of a minute brings it, and the last one takes it away.
    hour.minutes += Number(after > 0) - Number(before > 0)
    hour.reports += minute.gateways
    hour.ridersSum += minute.ridersConnected
    hour.ridersPeak = Math.max(hour.ridersPeak, cell?.ridersConnected ?? 0)
    addTraffic(hour, minute)
  }
  for (const { gatewayId, routeId, from, to, sign } of owed) {
    for (const { hourAt, minutes } of minutesByHour(from, to, time)) {
      hourOf(routeId, hourAt).due += sign * minutes
      take(gatewayHours, `${hourAt} ${gatewayId}`, () => emptyGatewayHour(gatewayId, hourAt)).due += sign * minutes
    }
  }
  const hours = [...routeHours.values()]
  return { routeHours: hours, gatewayHours: [...gatewayHours.values()], ...daysOf(hours, time) }
}

/** What hours add to their days. */
export function daysOf(hours: RouteHour[], time: CityTime): { routeDays: RouteDay[]; fleetDays: FleetDay[] } {
  const routeDays = new Map<string, RouteDay>()
  const fleetDays = new Map<number, FleetDay>()
  for (const hour of hours) {
    const dayAt = time.dayOf(hour.hourAt)
    const { routeId } = hour
    const day = take(routeDays, `${dayAt} ${routeId}`, () => ({
      routeId,
      dayAt,
      minutes: 0,
      ridersPeak: 0,
      ...nothing(),
    }))
    day.minutes += hour.minutes
    day.ridersPeak = Math.max(day.ridersPeak, hour.ridersPeak)
    addSums(day, hour)
    addSums(
      take(fleetDays, dayAt, () => ({ dayAt, ...nothing() })),
      hour,
    )
  }
  return { routeDays: [...routeDays.values()], fleetDays: [...fleetDays.values()] }
}

/** A stretch of minutes by hours, not minute by minute: a boot that was silent for a day owes 24 pieces. */
function* minutesByHour(from: number, to: number, time: CityTime): Generator<{ hourAt: number; minutes: number }> {
  for (let at = from; at <= to; ) {
    const hourAt = time.hourOf(at)
    const last = Math.min(to, hourAt + 3600 - 60)
    yield { hourAt, minutes: (last - at) / 60 + 1 }
    at = last + 60
  }
}

type Traffic = Pick<RouteMinute, 'sessionsStarted' | 'inputOctets' | 'outputOctets'>
type Sums = Traffic & Pick<RouteHour, 'reports' | 'due' | 'ridersSum'>

function nothing(): Sums {
  return { reports: 0, due: 0, ridersSum: 0, sessionsStarted: 0, inputOctets: 0, outputOctets: 0 }
}

function emptyMinute(routeId: string, minuteAt: number): RouteMinute {
  return { routeId, minuteAt, ridersConnected: 0, gateways: 0, sessionsStarted: 0, inputOctets: 0, outputOctets: 0 }
}

function emptyGatewayHour(gatewayId: string, hourAt: number): GatewayHour {
  return { gatewayId, hourAt, ridersPeak: 0, ...nothing() }
}

function addTraffic(to: Traffic, from: Traffic): void {
  to.sessionsStarted += from.sessionsStarted
  to.inputOctets += from.inputOctets
  to.outputOctets += from.outputOctets
}

function addSums(to: Sums, from: Sums): void {
  to.reports += from.reports
  to.due += from.due
  to.ridersSum += from.ridersSum
  addTraffic(to, from)
}

function take<K, V>(cells: Map<K, V>, key: K, make: () => V): V {
  const found = cells.get(key)
  if (found) return found
  const made = make()
  cells.set(key, made)
  return made
}
