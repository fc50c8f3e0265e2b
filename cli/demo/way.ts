import { type LatLon, metresBetween } from '../../contract/along.ts'
import { DEPOT, onRoute } from './city/drive.ts'
import type { StagedBus } from './staged.ts'

const MINUTE_MS = 60_000
/** A bus that is put away drives to the depot for so long, and stands there for a while before it is switched off. */
const TO_DEPOT_MS = 14 * MINUTE_MS
const IN_DEPOT_MS = 40 * MINUTE_MS
/** What a receiver is wrong by, metres. */
const NOISE_M = 4
const METRES_A_DEGREE = 111_195

/** Where the bus is, ms since 1970. */
export function placeOf({ bus, since }: StagedBus, at: number): LatLon {
  if (bus.fault !== 'parked') return onRoute(bus, at).at
  const leaves = since - IN_DEPOT_MS - TO_DEPOT_MS
  if (at < leaves) return onRoute(bus, at).at
  const [lat, lon] = onRoute(bus, leaves).at
  const share = Math.min(1, (at - leaves) / TO_DEPOT_MS)
  return [lat + (DEPOT[0] - lat) * share, lon + (DEPOT[1] - lon) * share]
}

/** The same as its receiver tells it. One that stands is told in one place. `random`: from 0 to 1. */
export function fixOf(staged: StagedBus, at: number, random: () => number): LatLon {
  const place = placeOf(staged, at)
  const before = placeOf(staged, at - 2000)
  const noise = metresBetween(place, before) < 1 ? 0 : NOISE_M / METRES_A_DEGREE
  const off = () => (random() + random() - 1) * noise
  return [round(place[0] + off()), round(place[1] + off())]
}

/** Five decimals are a metre. */
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
