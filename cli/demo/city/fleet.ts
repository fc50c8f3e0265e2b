import { ROUTE_DEMAND } from './demand.ts'
import { ROUTE_IDS, type RouteId } from './network.ts'

/** The demo city's buses: which there are, where they run, and what is wrong with a few of them. Data only. */

/**
 * What the demo shows going wrong.
 * no-data: its SIM is registered and carries no data: it is silent, and its riders read so on its portal; no-internet: the fleet is reached
 * over the mobile operator's private network, the internet is not; power: it stopped all at once; hot; sim-quota: near the end of its
 * month; dhcp-full; wrong-clock: an old program that keeps no true time; policy: what the fleet wants cannot be put in force;
 * back-filling: for hours it has been sending old reports; rider-reports: three riders complain; parked: put away in the depot, so no
 * fault at all; never-seen: added to the fleet, but never switched on.
 */
export const FAULTS = [
  'no-data',
  'no-internet',
  'hot',
  'sim-quota',
  'parked',
  'rider-reports',
  'dhcp-full',
  'power',
  'back-filling',
  'policy',
  'never-seen',
  'wrong-clock',
] as const
export type Fault = (typeof FAULTS)[number]

/** Of every 60 buses these: bus-1043 is the one without data. */
const OF_SIXTY: ReadonlyMap<number, Fault> = new Map([
  [8, 'sim-quota'],
  [11, 'rider-reports'],
  [16, 'no-internet'],
  [23, 'hot'],
  [30, 'dhcp-full'],
  [32, 'policy'],
  [38, 'power'],
  [42, 'no-data'],
  [45, 'back-filling'],
  [54, 'wrong-clock'],
  [56, 'parked'],
  [59, 'never-seen'],
])

export interface Bus {
  /** Gateway id: `bus-1001`. */
  id: string
  /** Economic number, as painted on the bus. */
  label: string
  routeId: RouteId
  /** Not told to the fleet, but for a few: it finds out by the bus's trace. */
  isAssigned: boolean
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
      // One that tells no place has to be.
      isAssigned: orderOnRoute === ASSIGNED || faults.get(i) === 'wrong-clock',
      orderOnRoute,
      busesOnRoute: routes.filter((other) => other === routeId).length,
      fault: faults.get(i) ?? null,
    }
  })
}

/** One bus of each route is assigned to it: not the first, for that is the one whose portal is shown. */
const ASSIGNED = 1

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

/** A fleet of fewer than 60 has the first few faults, one of five buses. */
function faultsOf(buses: number): Map<number, Fault> {
  if (buses >= 60) {
    const all = Array.from({ length: buses }, (_, i) => [i, OF_SIXTY.get(i % 60)] as const)
    return new Map(all.filter((one): one is [number, Fault] => one[1] !== undefined))
  }
  const list = FAULTS.slice(0, buses < 4 ? 0 : Math.max(1, Math.floor(buses / 5)))
  // Spread through the fleet, a little past the middle of each stretch, never on the first bus.
  const stretch = buses / list.length
  return new Map(list.map((fault, i) => [Math.floor((i + 0.6) * stretch), fault]))
}
