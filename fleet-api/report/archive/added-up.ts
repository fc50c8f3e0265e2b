import { leafRowOf, UNKNOWN_ROW } from '../../../contract/report-rows.ts'
import { cityTime } from '../../rules/city-time.ts'
import { isoInZone } from '../../rules/zone.ts'
import type { ReportSource } from './source.ts'
import type { Sums } from './tables.ts'

export const SUMS = ['reports', 'due', 'ridersSum', 'sessions', 'inputOctets', 'outputOctets'] as const
/** What hours of a route add up to. */
export type OfRoute = Sums & { minutes: number; ridersPeak: number }

export const NO_SUMS: Sums = { reports: 0, due: 0, ridersSum: 0, sessions: 0, inputOctets: 0, outputOctets: 0 }
export const NOTHING: OfRoute = { ...NO_SUMS, minutes: 0, ridersPeak: 0 }

/** The archived hours, added up. Dates are the city's. */
export interface AddedUp {
  /** By date and route id. */
  routes: Map<string, Map<string, OfRoute>>
  /** By date: all routes' hours, and all gateways'. */
  allRoutes: Map<string, Sums>
  allGateways: Map<string, Sums>
  /** By date and leaf row of the report: stops and stations are told by their gateways. */
  rows: Map<string, Map<string, Sums>>
}

export async function addUp(source: ReportSource): Promise<AddedUp> {
  const { dayOf } = cityTime(source.inputs.timezone)
  const dates = new Map<number, string>()
  const dateOf = (hourAt: number) => {
    const dayAt = dayOf(hourAt)
    const date = dates.get(dayAt) ?? isoInZone(source.inputs.timezone, dayAt).slice(0, 10)
    dates.set(dayAt, date)
    return date
  }
  const added: AddedUp = { routes: new Map(), allRoutes: new Map(), allGateways: new Map(), rows: new Map() }
  for await (const hours of source.routeHours()) {
    for (const hour of hours) {
      const date = dateOf(hour.hourAt)
      const routes = within(added.routes, date)
      const before = routes.get(hour.routeId) ?? NOTHING
      routes.set(hour.routeId, {
        ...plus(before, hour),
        minutes: before.minutes + hour.minutes,
        ridersPeak: Math.max(before.ridersPeak, hour.ridersPeak),
      })
      addTo(added.allRoutes, date, hour)
      addTo(within(added.rows, date), leafRowOf('vehicle', hour.routeId), hour)
    }
  }
  for await (const hours of source.gatewayHours()) {
    for (const hour of hours) {
      const date = dateOf(hour.hourAt)
      addTo(added.allGateways, date, hour)
      if (hour.site !== 'stop' && hour.site !== 'station') continue
      const rows = within(added.rows, date)
      addTo(rows, leafRowOf(hour.site, ''), hour)
      addTo(rows, UNKNOWN_ROW, negative(hour))
    }
  }
  for (const rows of added.rows.values()) {
    const unknown = rows.get(UNKNOWN_ROW)
    if (unknown) rows.set(UNKNOWN_ROW, notNegative(unknown))
  }
  return added
}

/** As the ledger has it (report/usage.ts): of no row there is less than nothing. */
function notNegative(sums: Sums): Sums {
  return Object.fromEntries(SUMS.map((name) => [name, Math.max(0, sums[name])])) as unknown as Sums
}

export function plus(a: Sums, b: Sums): Sums {
  return {
    reports: a.reports + b.reports,
    due: a.due + b.due,
    ridersSum: a.ridersSum + b.ridersSum,
    sessions: a.sessions + b.sessions,
    inputOctets: a.inputOctets + b.inputOctets,
    outputOctets: a.outputOctets + b.outputOctets,
  }
}

function negative(sums: Sums): Sums {
  return Object.fromEntries(SUMS.map((name) => [name, -sums[name]])) as unknown as Sums
}

function addTo<K>(to: Map<K, Sums>, key: K, sums: Sums): void {
  to.set(key, plus(to.get(key) ?? NO_SUMS, sums))
}

export function within<K, V>(all: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const found = all.get(key) ?? new Map<K, V>()
  all.set(key, found)
  return found
}
