import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import { LATE_WINDOW_S } from '../../contract/steps.ts'
import type { Api, ApiError } from '../api.ts'
import { byBusiest, shownRoutes } from '../chart/busiest.ts'
import { bucketsBefore, type Compared, weeksBefore, windowBefore } from '../chart/compare.ts'
import {
  cellsBefore,
  completenessOf,
  type Frame,
  frameOf,
  type LiveMinutes,
  type PointsByRoute,
  pointsByRoute,
  UNKNOWN,
} from '../chart/frame.ts'
import { bucketsOf, type Looked, type Window, windowOf } from '../chart/range.ts'
import { minuteStart } from '../chart/zone.ts'
import type { CityModel } from './city.ts'
import type { Clock } from './clock.ts'
import { createLoaded } from './loaded.ts'
import type { ViewModel } from './view.ts'

/** As many cells as one answer may bring of routes that are not drawn; above it each drawn route is asked for, or the answer is megabytes. */
const MOST_AT_ONCE = 5000
const LIVE_MINUTES_KEPT = 10

interface Stored {
  looked: Looked
  window: Window
  points: PointsByRoute
  definitions: string
  /** Of some weeks before; null: was not asked for. */
  before: { weeks: number; points: PointsByRoute } | null
}

export interface SeriesModel {
  /** Every route, busiest first, as of when the page opened: a list that reorders itself cannot be pressed. */
  ordered: ReadonlySignal<string[]>
  shown: ReadonlySignal<string[]>
  frame: ReadonlySignal<Frame | null>
  /** What was some weeks before; null: nobody has asked to compare, or it is not here yet. */
  compared: ReadonlySignal<Compared | null>
  /** Of the routes in view over the range. */
  completeness: ReadonlySignal<number | null>
  definitions: ReadonlySignal<string | null>
  problem: ReadonlySignal<ApiError | null>
  loading: ReadonlySignal<boolean>
  load(): Promise<boolean>
  /** Notes the riders of the minute that runs now. */
  note(): void
  /** Asks again, where the chart is on the page and what it shows can still change. */
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
  const windowNow = (zone: string) => windowOf(view.looked.value, clock.read(), zone)
  const many = computed(() => {
    const zone = city.timeZone.value ?? 'UTC'
    return (
      ordered.value.length *
        bucketsOf(
          untracked(() => windowNow(zone)),
          zone,
        ).length >
      MOST_AT_ONCE
    )
  })

  async function pointsOf(window: Window, signal: AbortSignal): Promise<Pick<Stored, 'points' | 'definitions'>> {
    const keys = many.value ? shown.value.filter((key) => key !== UNKNOWN) : null
    const answers = keys
      ? await Promise.all(keys.map((route) => api.riders({ ...window, route }, signal)))
      : [await api.riders(window, signal)]
    const series = answers.flatMap((answer) => answer.series)
    return { points: pointsByRoute({ series }), definitions: answers[0]?.definitions ?? '' }
  }

  async function request(signal: AbortSignal): Promise<Stored> {
    const zone = city.timeZone.value ?? 'UTC'
    const looked = view.looked.value
    const window = windowOf(looked, clock.read(), zone)
    const weeks = weeksBefore(window)
    const [asked, before] = await Promise.all([
      pointsOf(window, signal),
      view.compare.value ? pointsOf(windowBefore(window, weeks, zone), signal) : null,
    ])
    return { looked, window, ...asked, before: before && { weeks, points: before.points } }
  }

  const stored = computed(() => (loaded.data.value?.looked === view.looked.value ? loaded.data.value : null))
  const frame = computed(() => {
    const zone = city.timeZone.value
    if (!stored.value || !zone) return null
    const { points, window } = stored.value
    const now = untracked(() => clock.read())
    // Between two requests the live minutes run on, so the window runs with them.
    const drawn = window.step === 'minute' ? windowOf(view.looked.value, Math.max(now, window.to - 1), zone) : window
    return frameOf(drawn, zone, shown.value, points, live.value, now)
  })

  const compared = computed((): Compared | null => {
    const before = view.compare.value ? stored.value?.before : null
    const now = frame.value
    if (!before || !now) return null
    const { step, from, to, timeZone } = now
    const grid = bucketsBefore({ step, from, to }, before.weeks, timeZone)
    return { weeks: before.weeks, grid, ...cellsBefore(before.points, shown.value, grid) }
  })

  const completeness = computed(() => {
    if (!stored.value) return null
    const { window, points } = stored.value
    const gateways = new Map([...city.byKey.value].map(([key, route]) => [key, route.gateways.total]))
    // Of the newest minutes the reports are still on the way.
    const settled = window.step === 'minute' ? Math.min(window.to, clock.read() + 60_000) - 210_000 : window.to
    const inView = new Map([...points].filter(([key]) => shown.value.includes(key)))
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
    compared,
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
      const window = loaded.data.value?.window
      // What lies more than a week back has no late reports to wait for.
      const isOver = window !== undefined && window.to + LATE_WINDOW_S * 1000 < clock.read()
      if (charts > 0 && !isOver) void load()
    },
    start: () => {
      charts += 1
      const end = effect(() => {
        if (city.timeZone.value === null) return
        if (hasRoutes.value) untracked(fixOrder)
        view.looked.value
        view.compare.value
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
