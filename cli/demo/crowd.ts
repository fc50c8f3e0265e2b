import { seededRandom } from '../random.ts'
import { demand, ROUTE_DEMAND } from './city/demand.ts'
import type { Bus } from './city/fleet.ts'

export const TIMEZONE = 'America/Mexico_City'

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: TIMEZONE,
  weekday: 'short',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
})
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** The city's wall clock at `at` (ms since 1970): minute of the day, and weekday with Sunday as 0. */
export function cityClock(at: number): { minuteOfDay: number; weekday: number } {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    minuteOfDay: Number(parts.hour) * 60 + Number(parts.minute),
    weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
  }
}

/** Whoever starts the demo at night wants to see riders too: no hour has fewer than this share of the peak. */
const LIVELY = 0.15

/**
 * How many riders of a bus are connected around `at` (ms since 1970): the route's demand at that hour, waves of a few minutes as
 * stops come and go, and each bus with a luck of its own. The same for the same seed, so history and live riders fit together.
 */
export function ridersOn(bus: Bus, at: number, seed: string): number {
  const { minuteOfDay, weekday } = cityClock(at)
  const luck = seededRandom(`${seed} ${bus.id}`)
  const own = 0.8 + 0.4 * luck()
  const phase = luck() * 2 * Math.PI
  const minute = at / 60_000
  const waves = 1 + 0.22 * Math.sin(minute / 6.5 + phase) + 0.1 * Math.sin(minute / 2.3 + 2 * phase)
  const today = seededRandom(`${seed} ${bus.routeId} ${Math.floor(at / 86_400_000)}`)
  const day = 0.92 + 0.16 * today()
  const peak = ROUTE_DEMAND[bus.routeId].peakRidersPerBus
  const share = LIVELY + (1 - LIVELY) * demand(bus.routeId, minuteOfDay, weekday)
  return Math.max(0, Math.round(share * peak * own * waves * day))
}
