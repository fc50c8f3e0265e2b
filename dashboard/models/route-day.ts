import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { RouteStretch, RouteStretchesAnswer } from '../../contract/evidence.ts'
import { type Api, ApiError } from '../api.ts'
import { instantOf, wallAt } from '../chart/zone.ts'
import type { CityModel } from './city.ts'
import type { Clock } from './clock.ts'
import { createLoaded } from './loaded.ts'

/** What an operator is about to tell: times of the city's clock, such as 07:30. */
export interface Correction {
  from: string
  to: string
  routeId: string | null
}

/** A stretch of the day, with its place on a band: shares of the day. */
export interface BandStretch extends RouteStretch {
  at: number
  share: number
}

export interface RouteDayModel {
  /** The gateway whose day is looked at, and what it is called; null: none. */
  gateway: ReadonlySignal<{ id: string; name: string } | null>
  /** The city's date, YYYY-MM-DD. */
  date: ReadonlySignal<string>
  stretches: ReadonlySignal<BandStretch[] | null>
  keptSince: ReadonlySignal<number | null>
  problem: ReadonlySignal<ApiError | null>
  saving: ReadonlySignal<boolean>
  /** How many minutes the last correction has moved; null: there was none. */
  moved: ReadonlySignal<number | null>
  refusal: ReadonlySignal<ApiError | null>
  open(id: string, name: string): void
  close(): void
  choose(date: string): void
  load(): Promise<boolean>
  correct(correction: Correction): Promise<void>
  clear(): void
}

/** On which routes a gateway was on a day of the city, and what an operator says of it. `changed`: charts have to be read again. */
export function createRouteDay(api: Api, city: CityModel, clock: Clock, changed: () => void): RouteDayModel {
  const gateway = signal<{ id: string; name: string } | null>(null)
  const date = signal('')
  const loaded = createLoaded<RouteStretchesAnswer>()
  const saving = signal(false)
  const moved = signal<number | null>(null)
  const refusal = signal<ApiError | null>(null)
  const zone = () => city.timeZone.value ?? 'UTC'
  const day = computed(() => {
    const [year = 1970, month = 1, dayOfMonth = 1] = date.value.split('-').map(Number)
    const at = (days: number) => instantOf({ year, month, day: dayOfMonth + days }, zone())
    return { from: at(0), to: at(1) }
  })

  const load = () => {
    const { value: of } = gateway
    return of === null ? Promise.resolve(false) : loaded.run((signal) => api.stretches(of.id, day.value, signal))
  }
  const forget = () => {
    loaded.put(null)
    moved.value = null
    refusal.value = null
  }

  return {
    gateway,
    date,
    stretches: computed(() => loaded.data.value && onBand(loaded.data.value.stretches, day.value)),
    keptSince: computed(() => (loaded.data.value?.keptSince ? Date.parse(loaded.data.value.keptSince) : null)),
    problem: loaded.problem,
    saving,
    moved,
    refusal,
    open(id, name) {
      forget()
      date.value = dateAt(clock.now.value, zone())
      gateway.value = { id, name }
      void load()
    },
    close() {
      loaded.cancel()
      gateway.value = null
    },
    choose(next) {
      if (!/^\d{4}-\d\d-\d\d$/.test(next)) return
      forget()
      date.value = next
      void load()
    },
    load,
    async correct({ from, to, routeId }) {
      const { value: of } = gateway
      if (of === null || saving.value) return
      saving.value = true
      moved.value = null
      refusal.value = null
      try {
        const told = { from: iso(timeOn(date.value, from, zone())), to: iso(timeOn(date.value, to, zone())), routeId }
        const answer = await api.reattribute(of.id, told)
        moved.value = answer.moved
        await load()
        changed()
      } catch (error) {
        refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
      } finally {
        saving.value = false
      }
    },
    clear() {
      loaded.cancel()
      forget()
      gateway.value = null
    },
  }
}

/** A time of the city's clock on a date; 24:00 is the day's end. */
export function timeOn(date: string, time: string, timeZone: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return instantOf({ year, month, day, hour, minute }, timeZone)
}

function dateAt(ms: number, timeZone: string): string {
  const { year, month, day } = wallAt(ms, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}

function onBand(stretches: readonly RouteStretch[], { from, to }: { from: number; to: number }): BandStretch[] {
  return stretches.map((stretch) => {
    const [start, end] = [Date.parse(stretch.from), Date.parse(stretch.to)]
    return { ...stretch, at: (start - from) / (to - from), share: (end - start) / (to - from) }
  })
}

const iso = (ms: number) => new Date(ms).toISOString()
