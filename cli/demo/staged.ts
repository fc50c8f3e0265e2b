import type { Bus } from './city/fleet.ts'
import { cityClock } from './crowd.ts'

/** A bus of the demo with all that is decided of it when the demo starts. */
export interface StagedBus {
  bus: Bus
  seed: string
  /** Since when it has had its fault, ms since 1970, a whole minute. */
  since: number
}

const MINUTE_MS = 60_000
/** A little after eight in the morning. */
const NO_DATA_SINCE = 8 * 60 + 12

/** Minutes before the demo's start at which a fault began. Those that are missing here are as old as the bus. */
const MINUTES_AGO: Partial<Record<NonNullable<Bus['fault']>, number>> = {
  'no-data': 120,
  'no-internet': 35,
  hot: 52,
  'dhcp-full': 41,
  power: 64,
  'back-filling': 150,
  parked: 190,
}

/** `now`: when the demo starts, ms since 1970, a whole minute. */
export function stage(bus: Bus, seed: string, now: number): StagedBus {
  return { bus, seed, since: sinceOf(bus, now) }
}

function sinceOf({ fault }: Bus, now: number): number {
  const sinceMorning = cityClock(now).minuteOfDay - NO_DATA_SINCE
  // Else whoever starts the demo at a quarter past eight would see a bus that is only late.
  const isSinceMorning = fault === 'no-data' && sinceMorning >= 30
  return now - (isSinceMorning ? sinceMorning : ((fault && MINUTES_AGO[fault]) ?? 0)) * MINUTE_MS
}

/** It has not spoken since its fault began. */
export function isSilent({ fault }: Bus): boolean {
  return fault === 'no-data' || fault === 'power' || fault === 'parked' || fault === 'never-seen'
}

/** Its gateway is no portal of ours: the demo itself sends what it has to say. */
export function isScripted({ fault }: Bus): boolean {
  return fault === 'back-filling' || fault === 'wrong-clock'
}

/** Its portal runs. */
export function isRunning({ fault, ...bus }: Bus): boolean {
  return fault === 'no-data' || !(isSilent({ ...bus, fault }) || isScripted({ ...bus, fault }))
}
