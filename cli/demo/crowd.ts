import { seededRandom } from '../random.ts'
import { demand, ROUTE_DEMAND } from './city/demand.ts'
import type { Bus } from './city/fleet.ts'

export const TIMEZONE = 'America/Mexico_City'

/** Mexico's central time has had no summer time since 2022, and history asks for each of 250,000 minutes. */
const AHEAD_MS = -6 * 3_600_000

/** The city's wall clock at `at` (ms since 1970): minute of the day, and weekday with Sunday as 0. */
export function cityClock(at: number): { minuteOfDay: number; weekday: number } {
  const local = new Date(at + AHEAD_MS)
  return { minuteOfDay: local.getUTCHours() * 60 + local.getUTCMinutes(), weekday: local.getUTCDay() }
}

/** Whoever starts the demo at night wants to see riders too: no hour has fewer than this share of the peak. */
const LIVELY = 0.15

/**
 * How many riders of a bus are connected around `at` (ms since 1970): the route's demand at that hour, waves of a few minutes as
 * stops come and go, and each bus with a luck of its own. The same for the same seed, so history and live riders fit together.
 */
export function ridersOn(bus: Bus, at: number, seed: string): number {
  const { minuteOfDay, weekday } = cityClock(at)
  const [a, b] = luckOf(`${seed} ${bus.id}`)
  const own = 0.8 + 0.4 * a
  const phase = b * 2 * Math.PI
  const minute = at / 60_000
  const waves = 1 + 0.22 * Math.sin(minute / 6.5 + phase) + 0.1 * Math.sin(minute / 2.3 + 2 * phase)
  const [today] = luckOf(`${seed} ${bus.routeId} ${Math.floor(at / 86_400_000)}`)
  const day = 0.92 + 0.16 * today
  const peak = ROUTE_DEMAND[bus.routeId].peakRidersPerBus
  const share = LIVELY + (1 - LIVELY) * demand(bus.routeId, minuteOfDay, weekday)
  return Math.max(0, Math.round(share * peak * own * waves * day))
}

const lucks = new Map<string, readonly [number, number]>()

/** Two numbers from 0 to 1 that belong to a name. */
function luckOf(name: string): readonly [number, number] {
  const known = lucks.get(name)
  if (known) return known
  const random = seededRandom(name)
  const drawn = [random(), random()] as const
  lucks.set(name, drawn)
  return drawn
}
