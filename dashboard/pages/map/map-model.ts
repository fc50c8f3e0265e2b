import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { FleetSettings } from '../../../contract/fleet-settings.ts'
import type { MapGateway, MapGatewaysAnswer, MapShapesAnswer } from '../../../contract/map.ts'
import { type MapSettings, NO_MAP } from '../../../contract/map-settings.ts'
import type { MapApi } from '../../../fleet-api/routes/map.ts'
import type { SettingsApi } from '../../../fleet-api/routes/settings.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { createLoaded, type Loaded } from '../../models/loaded.ts'
import { formatCentre, type MapCentre, parseCentre, parseMarks } from './address-state.ts'
import { countMarks, filterForMap, type MapFilter, sortForMap } from './filter.ts'
import type { Mark } from './marks.ts'

const ASK_EVERY = 15_000
/** When something has happened in the fleet, at most this often. */
const AT_MOST_EVERY = 5000
const SHAPES_EVERY = 600_000

export interface MapModel {
  shapes: Loaded<MapShapesAnswer>
  gateways: Loaded<MapGateway[]>
  /** What the map is drawn on; null: not known yet. */
  ground: ReadonlySignal<MapSettings | null>
  filter: Signal<MapFilter>
  matching: ReadonlySignal<MapGateway[]>
  counts: ReadonlySignal<ReadonlyMap<Mark, number>>
  /** The gateway whose card is open; null: none. */
  chosen: ReadonlySignal<MapGateway | null>
  /** Minutes since 1970: what ages with them need not be looked at each second. */
  minute: ReadonlySignal<number>
  /** Where the address says that the map is; null: nowhere. */
  centre: MapCentre | null
  choose(id: string | null): void
  moved(centre: MapCentre): void
  load(): void
  /** Runs while the page is there. */
  start(): () => void
}

/** The gateways on the map, what of them is shown, and where the reader looks: the last two live in the address. */
export function createMapModel({ address, call, origin, city, clock, timers, onLive }: Dashboard): MapModel {
  const shapes = createLoaded<MapShapesAnswer>()
  const gateways = createLoaded<MapGateway[]>()
  const ground = signal<MapSettings | null>(null)
  const api = hc<MapApi>(origin, { fetch: call }).api.map
  const settings = hc<SettingsApi>(origin, { fetch: call }).api.settings
  const filter = signal<MapFilter>({
    marks: parseMarks(address.param('state')),
    route: address.param('route') ?? '',
    search: address.param('q') ?? '',
  })
  const chosenId = signal(address.param('bus'))
  let askedAt = Number.NEGATIVE_INFINITY

  // A movement may end when the reader has left already: the next page's address is not ours.
  const write = (changes: Record<string, string | null>) => {
    if (address.path.peek() === '/map') address.set(changes)
  }
  const loadShapes = () =>
    void shapes.run(
      async (signal) => (await (await api.shapes.$get({}, { init: { signal } })).json()) as MapShapesAnswer,
    )
  const loadGateways = () => {
    askedAt = timers.now()
    void gateways.run(async (signal) => {
      const answer = (await (await api.gateways.$get({}, { init: { signal } })).json()) as MapGatewaysAnswer
      clock.set(answer.asOf)
      return sortForMap(answer.gateways)
    })
  }
  const loadGround = async () => {
    try {
      const answer = (await (await settings.$get()).json()) as FleetSettings
      ground.value = answer.map
    } catch {
      // The map is of use without what lies under it.
      ground.value ??= NO_MAP
    }
  }
  const load = () => {
    loadShapes()
    loadGateways()
    void loadGround()
  }

  return {
    shapes,
    gateways,
    ground,
    filter,
    matching: computed(() =>
      filterForMap(gateways.data.value ?? [], filter.value, (id) => {
        const route = city.byKey.value.get(id)
        return route ? `${route.shortName} ${route.longName}` : ''
      }),
    ),
    counts: computed(() => countMarks(gateways.data.value ?? [])),
    chosen: computed(() => gateways.data.value?.find(({ id }) => id === chosenId.value) ?? null),
    minute: computed(() => Math.floor(clock.now.value / 60_000)),
    centre: parseCentre(address.param('at')),
    choose: (id) => {
      chosenId.value = id
      write({ bus: id })
    },
    moved: (centre) => write({ at: formatCentre(centre) }),
    load,
    start: () => {
      load()
      const woke = () => document.visibilityState === 'visible' && loadGateways()
      document.addEventListener('visibilitychange', woke)
      const unfilter = filter.subscribe(({ marks, route, search }) =>
        write({ state: marks.join(',') || null, route: route || null, q: search.trim() || null }),
      )
      const stops = [
        timers.every(ASK_EVERY, () => document.visibilityState === 'visible' && loadGateways()),
        timers.every(SHAPES_EVERY, loadShapes),
        onLive(() => {
          if (document.visibilityState === 'visible' && timers.now() - askedAt > AT_MOST_EVERY) loadGateways()
        }),
        unfilter,
        () => document.removeEventListener('visibilitychange', woke),
        shapes.cancel,
        gateways.cancel,
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
