import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Api, ApiError } from '../api.ts'
import { byBusiest, shownRoutes } from '../chart/busiest.ts'
import {
  completenessOf,
  type Frame,
  frameOf,
  type LiveMinutes,
  type PointsByRoute,
  pointsByRoute,
  UNKNOWN,
} from '../chart/frame.ts'
import { type Range, type Window, windowOf } from '../chart/range.ts'
import { minuteStart } from '../chart/zone.ts'
import type { CityModel } from './city.ts'
import type { Clock } from './clock.ts'
import { createLoaded } from './loaded.ts'
import type { ViewModel } from './view.ts'

/** Up to this many routes one request brings all; above it each drawn route is asked for, or the answer is megabytes. */
const ALL_AT_ONCE = 24
const LIVE_MINUTES_KEPT = 10

interface Stored {
  range: Range
  window: Window
  points: PointsByRoute
  definitions: string
}

export interface SeriesModel {
  /** Every route, busiest first, as of when the page opened: a list that reorders itself cannot be pressed. */
  ordered: ReadonlySignal<string[]>
  shown: ReadonlySignal<string[]>
  frame: ReadonlySignal<Frame | null>
  /** Of the routes in view over the range. */
  completeness: ReadonlySignal<number | null>
  definitions: ReadonlySignal<string | null>
  problem: ReadonlySignal<ApiError | null>
  loading: ReadonlySignal<boolean>
  load(): Promise<boolean>
  /** Notes the riders of the minute that runs now. */
  note(): void
  /** Asks again, where the chart is on the page. */
  reload(): void
  /** While the chart is on the page; returns what ends it. */
  start(): () => void
  clear(): void
}

export function createSeries(api: Api, city: CityModel, view: ViewModel, clock: Clock): SeriesModel {
  const loaded = createLoaded<Stored>()
  const live = signal<LiveMinutes>(new Map())
  const order = signal<string[]>([])
  let charts = 0

  const ordered = computed(() => {
    const known = new Set(order.value)
    const added = city.routes.value.map((route) => route.key).filter((key) => !known.has(key))
    return [...order.value.filter((key) => city.byKey.value.has(key)), ...added]
  })
  const shown = computed(() => shownRoutes(ordered.value, view.choice.value))
  const shownKey = computed(() => JSON.stringify(shown.value))
  const many = computed(() => ordered.value.length > ALL_AT_ONCE)

  async function request(signal: AbortSignal): Promise<Stored> {
    const range = view.range.value
    const window = windowOf(range, clock.read(), city.timeZone.value ?? 'UTC')
    const keys = many.value ? shown.value.filter((key) => key !== UNKNOWN) : null
    const answers = keys
      ? await Promise.all(keys.map((route) => api.riders({ ...window, route }, signal)))
      : [await api.riders(window, signal)]
    const series = answers.flatMap((answer) => answer.series)
    return { range, window, points: pointsByRoute({ series }), definitions: answers[0]?.definitions ?? '' }
  }

  const frame = computed(() => {
    const stored = loaded.data.value
    const zone = city.timeZone.value
    if (!stored || !zone || stored.range !== view.range.value) return null
    const now = untracked(() => clock.read())
    // Between two requests the live minutes run on, so the window runs with them.
    const window =
      stored.window.step === 'minute'
        ? windowOf(stored.range, Math.max(now, stored.window.to - 1), zone)
        : stored.window
    return frameOf(window, zone, shown.value, stored.points, live.value, now)
  })

  const completeness = computed(() => {
    const stored = loaded.data.value
    if (!stored || stored.range !== view.range.value) return null
    const gateways = new Map([...city.byKey.value].map(([key, route]) => [key, route.gateways.total]))
    const settled = stored.window.step === 'minute' ? stored.window.to - 210_000 : Number.POSITIVE_INFINITY
    const inView = new Map([...stored.points].filter(([key]) => shown.value.includes(key)))
    return completenessOf(inView, gateways, settled)
  })

  const load = () => loaded.run(request)
  const hasRoutes = computed(() => city.routes.value.length > 0)
  function fixOrder() {
    if (order.value.length > 0) return
    order.value = byBusiest(
      city.routes.value.map(({ key, riders, gateways }) => ({ key, riders, gateways: gateways.total })),
    )
  }

  return {
    ordered,
    shown,
    frame,
    completeness,
    definitions: computed(() => loaded.data.value?.definitions ?? null),
    problem: loaded.problem,
    loading: loaded.loading,
    load,
    note: () => {
      const minute = minuteStart(city.asOf.value ?? clock.read())
      live.value = new Map(
        city.routes.value.map(({ key, riders }) => [key, noted(live.value.get(key), minute, riders)]),
      )
    },
    reload: () => {
      if (charts > 0) void load()
    },
    start: () => {
      charts += 1
      const end = effect(() => {
        if (city.timeZone.value === null) return
        if (hasRoutes.value) untracked(fixOrder)
        view.range.value
        if (many.value) shownKey.value
        void untracked(load)
      })
      return () => {
        charts -= 1
        end()
      }
    },
    clear: () => {
      loaded.cancel()
      loaded.put(null)
      live.value = new Map()
      order.value = []
    },
  }
}

function noted(minutes: ReadonlyMap<number, number> | undefined, minute: number, riders: number): Map<number, number> {
  const kept = [...(minutes ?? [])].filter(([at]) => at > minute - LIVE_MINUTES_KEPT * 60_000 && at !== minute)
  return new Map([...kept, [minute, riders]])
}
