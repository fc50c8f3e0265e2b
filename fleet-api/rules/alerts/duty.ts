import { type Interval, united } from '../intervals.ts'
import type { Duty, WatchedGateway } from './snapshot.ts'

/** Between two trips of a route a bus may wait so long at its terminus: its service goes on. */
const LONGEST_BREAK_S = 3600

/** What tells when the services run around now. Intervals: seconds since 1970, in order and apart. */
export interface Services {
  /** Routes of which a timetable tells. */
  routes: ReadonlyMap<string, readonly Readonly<Interval>[]>
  /** Opening hours by site. */
  sites: ReadonlyMap<string, readonly Readonly<Interval>[]>
  /** The route that an operator says a gateway runs today; null: on none. */
  assigned: ReadonlyMap<string, string | null>
}

/** Intervals that a break of an hour or less keeps apart are one. */
export function bridged(intervals: readonly Readonly<Interval>[]): Interval[] {
  return united(intervals.map(([from, to]): Interval => [from, to + LONGEST_BREAK_S])).map(([from, to]) => [
    from,
    to - LONGEST_BREAK_S,
  ])
}

/** Whether the service of a gateway runs now: of its route by the timetable, or of its site by the opening hours. `now`: ms since 1970. */
export function dutyOf(
  gateway: Pick<WatchedGateway, 'gatewayId' | 'site' | 'siteId' | 'routeId' | 'lastRouteId'>,
  services: Services,
  now: number,
): Duty {
  if (gateway.site !== 'vehicle') {
    const open = services.sites.get(gateway.siteId ?? '')
    return { routeId: '', assigned: true, known: open !== undefined, since: runsSince(open ?? [], now) }
  }
  const today = services.assigned.get(gateway.gatewayId)
  const standing = today === undefined ? gateway.routeId : today
  const routeId = standing ?? (today === null ? '' : (gateway.lastRouteId ?? ''))
  const hours = services.routes.get(routeId)
  return { routeId, assigned: standing !== null, known: hours !== undefined, since: runsSince(hours ?? [], now) }
}

function runsSince(intervals: readonly Readonly<Interval>[], now: number): number | null {
  const nowS = now / 1000
  const running = intervals.find(([from, to]) => from <= nowS && nowS < to)
  return running ? running[0] * 1000 : null
}
