import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { LiveEvent, RoutesAnswer } from '../../contract/api.ts'
import type { Api, ApiError } from '../api.ts'
import { badgeText } from '../chart/contrast.ts'
import { UNKNOWN } from '../chart/frame.ts'
import { createLoaded } from './loaded.ts'

/** A route as the page shows it; riders whose route is not known are one too. */
export interface RouteView {
  key: string
  routeId: string | null
  shortName: string
  longName: string
  color: string
  textColor: string
  riders: number
  gateways: { total: number; live: number }
}

export interface CityModel {
  routes: ReadonlySignal<RouteView[]>
  byKey: ReadonlySignal<ReadonlyMap<string, RouteView>>
  timeZone: ReadonlySignal<string | null>
  asOf: ReadonlySignal<number | null>
  ridersNow: ReadonlySignal<number>
  /** Open alerts, and those of them that nobody looks after, as of the last live event; null: not known yet. */
  alerts: ReadonlySignal<LiveEvent['alerts'] | null>
  problem: ReadonlySignal<ApiError | null>
  /** Asks before it is known whether the reader is signed in: the answer is there when it is. */
  begin(): void
  load(): Promise<boolean>
  /** Takes the whole state now from a live event. */
  take(event: LiveEvent): void
  clear(): void
}

export function createCity(api: Api, onAsOf: (asOf: string) => void): CityModel {
  const loaded = createLoaded<RoutesAnswer>()
  let early: Promise<RoutesAnswer> | null = null
  const alerts = signal<LiveEvent['alerts'] | null>(null)
  const routes = computed(() => (loaded.data.value ? viewsOf(loaded.data.value) : []))
  return {
    routes,
    byKey: computed(() => new Map(routes.value.map((route) => [route.key, route]))),
    timeZone: computed(() => loaded.data.value?.timezone ?? null),
    asOf: computed(() => (loaded.data.value ? Date.parse(loaded.data.value.asOf) : null)),
    ridersNow: computed(() => routes.value.reduce((sum, route) => sum + route.riders, 0)),
    alerts,
    problem: loaded.problem,
    begin: () => {
      const mine = api.routes()
      early = mine
      // Who is not signed in yet must not be told so once more when they are: the page's HTML has the browser ask early, too, and
      // its answer is used up by this.
      mine.catch(() => {
        if (early === mine) early = null
      })
    },
    load: () =>
      loaded.run(async () => {
        const asked = early ?? api.routes()
        early = null
        const answer = await asked
        onAsOf(answer.asOf)
        return answer
      }),
    take: (event) => {
      alerts.value = event.alerts
      const known = loaded.data.value
      if (!known) return
      onAsOf(event.asOf)
      loaded.put({ ...event, timezone: known.timezone })
    },
    clear: () => {
      loaded.cancel()
      loaded.put(null)
      alerts.value = null
    },
  }
}

function viewsOf({ routes, unknown }: RoutesAnswer): RouteView[] {
  const views: RouteView[] = routes.map((route) => ({
    key: route.routeId,
    routeId: route.routeId,
    // GTFS asks for one of the two names; the other may be empty.
    shortName: route.shortName || route.longName.slice(0, 6) || route.routeId,
    longName: route.longName,
    color: route.color,
    textColor: badgeText(route.color, route.textColor),
    riders: route.ridersConnected,
    gateways: route.gateways,
  }))
  if (unknown.gateways.total === 0 && unknown.ridersConnected === 0) return views
  const grey = { color: '#6b7780', textColor: '#ffffff' }
  const { ridersConnected: riders, gateways } = unknown
  return [...views, { key: UNKNOWN, routeId: null, shortName: '?', longName: '', ...grey, riders, gateways }]
}
