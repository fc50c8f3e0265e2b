import { ROUTE_DEMAND } from './demand.ts'
import { ROUTE_IDS, type RouteId } from './network.ts'

/** The demo city's buses: which there are, where they run, and what is wrong with a few of them. Data only. */

/** What the demo shows going wrong; `cause` is one of the causes of an outage in DESIGN.md, section 6. */
export type Fault =
  /** Added to the fleet, but its gateway was never switched on. */
  | { kind: 'never-seen' }
  /** Went quiet in the middle of service, `forMinutes` before the demo starts, and stays quiet. */
  | { kind: 'missing'; forMinutes: number; cause: 'power' | 'uplink' }
  /** Was without an uplink for `backlogMinutes` and sends what it kept once the demo starts. */
  | { kind: 'back-filling'; backlogMinutes: number }

export interface Bus {
  /** Gateway id: `bus-1001`. */
  id: string
  /** Economic number, as painted on the bus. */
  label: string
  routeId: RouteId
  /** Its place among the route's buses, from 0, and how many those are: to space them out along the route. */
  orderOnRoute: number
  busesOnRoute: number
  fault: Fault | null
}

/**
 * The first `buses` buses. They go to the routes in turn by weight, so that any number is shared out fairly, and
 * a smaller fleet is the beginning of a larger one but for its faults. The first bus never has a fault: its portal is the one shown.
 */
export function fleet(buses: number): Bus[] {
  if (!Number.isInteger(buses) || buses < 1)
    throw new RangeError(`buses must be a whole number of at least 1, not ${buses}`)
  const routes = shareOut(buses)
  const faults = faultsOf(buses)
  const seen = new Map<RouteId, number>()
  return routes.map((routeId, i) => {
    const orderOnRoute = seen.get(routeId) ?? 0
    seen.set(routeId, orderOnRoute + 1)
    return {
      id: `bus-${1001 + i}`,
      label: `SA-${1001 + i}`,
      routeId,
      orderOnRoute,
      busesOnRoute: routes.filter((other) => other === routeId).length,
      fault: faults.get(i) ?? null,
    }
  })
}

/** Smooth weighted round robin: each turn goes to the route that has waited longest for its share. */
function shareOut(buses: number): RouteId[] {
  const total = ROUTE_IDS.reduce((sum, id) => sum + ROUTE_DEMAND[id].weight, 0)
  const credits = ROUTE_IDS.map((id) => ({ id, credit: 0 }))
  return Array.from({ length: buses }, () => {
    for (const route of credits) route.credit += ROUTE_DEMAND[route.id].weight
    const next = credits.reduce((best, route) => (route.credit > best.credit ? route : best))
    next.credit -= total
    return next.id
  })
}

/** Of every 60 buses: one never seen, two missing, one back-filling; a fleet of fewer than ten has one missing at most. */
function faultsOf(buses: number): Map<number, Fault> {
  const many = buses < 10 ? 0 : Math.ceil(buses / 60)
  const missing = buses < 4 ? 0 : Math.max(1, Math.round(buses / 30))
  const list: Fault[] = [
    ...Array.from({ length: missing }, (_, i): Fault => {
      return i % 2 === 0
        ? { kind: 'missing', forMinutes: 47 + 13 * (i % 10), cause: 'uplink' }
        : { kind: 'missing', forMinutes: 185 + 29 * (i % 10), cause: 'power' }
    }),
    ...Array.from({ length: many }, (_, i): Fault => ({ kind: 'back-filling', backlogMinutes: 95 + 20 * (i % 10) })),
    ...Array.from({ length: many }, (): Fault => ({ kind: 'never-seen' })),
  ]
  // Spread through the fleet, a little past the middle of each stretch, never on the first bus.
  const stretch = buses / list.length
  return new Map(list.map((fault, i) => [Math.floor((i + 0.6) * stretch), fault]))
}
