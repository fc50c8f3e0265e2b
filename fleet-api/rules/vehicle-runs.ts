import type { PositionsSource } from '../../contract/vehicle-positions.ts'
import type { HeardPosition } from '../realtime/read-positions.ts'
import { tripOf } from './ladder/block.ts'
import { STALE_MS, type VehicleRun } from './ladder/vehicle-positions.ts'
import type { Network, Timetable } from './network.ts'

/** What a vehicle of ours runs at a moment (ms since 1970), by a GTFS-Realtime feed. */
export type HeardVehicle = Omit<VehicleRun, 'firstAt' | 'lastAt'> & { at: number }

export interface Heard {
  /** Vehicles in the feed whose position is fresh. */
  vehicles: number
  /** Of ours, on a route of the city; each once. */
  matched: HeardVehicle[]
}

/**
 * Of a feed's positions those that tell something: no older than 90 s, not of a time to come, of a vehicle that a gateway is on (`keys`), on a
 * trip or route of the feed in use. A trip tells its route and direction, whatever else is said of them. `now`: ms since 1970.
 */
export function heardVehicles(
  positions: readonly HeardPosition[],
  of: {
    match: PositionsSource['match']
    keys: ReadonlySet<string>
    network: Network
    timetable: Timetable
    now: number
  },
): Heard {
  const { match, keys, network, timetable, now } = of
  const fresh = new Set<string>()
  const found = new Map<string, HeardVehicle>()
  for (const { vehicleId, label, at, ...said } of positions) {
    const vehicleKey = match === 'label' ? label : (vehicleId ?? label)
    if (vehicleKey === null || now - at > STALE_MS || at - now > STALE_MS) continue
    fresh.add(vehicleKey)
    if (!keys.has(vehicleKey)) continue
    const trip = said.tripId === null ? null : tripOf(timetable, said.tripId)
    const routeId = trip?.routeId ?? said.routeId
    if (routeId === null || !network.routes.has(routeId)) continue
    const directionId = trip === null ? said.directionId : directionOf(network, trip.patternId)
    const one = { vehicleKey, at: Math.min(at, now), routeId, tripId: trip?.tripId ?? null, directionId }
    const known = found.get(vehicleKey)
    if (known === undefined || one.at > known.at) found.set(vehicleKey, one)
  }
  return { vehicles: fresh.size, matched: [...found.values()] }
}

const directions = new WeakMap<Network, Map<number, number | null>>()

function directionOf(network: Network, patternId: number): number | null {
  const known = directions.get(network) ?? new Map(network.patterns.map((one) => [one.patternId, one.directionId]))
  directions.set(network, known)
  return known.get(patternId) ?? null
}

/**
 * The runs that are to be written for what was heard, given the newest of those that are there. A vehicle's run goes on while it is heard of
 * on the same trip and with no longer pause than `joinMs`; else another one begins. What was heard before changes nothing.
 */
export function runsAfter(
  heard: readonly HeardVehicle[],
  newest: ReadonlyMap<string, VehicleRun>,
  joinMs: number,
): VehicleRun[] {
  return heard.flatMap((one): VehicleRun[] => {
    const { vehicleKey, at, ...run } = one
    const last = newest.get(vehicleKey)
    if (last !== undefined && at <= last.lastAt) return []
    if (last !== undefined && at - last.lastAt <= joinMs && isSame(last, one)) return [{ ...last, lastAt: at }]
    return [{ vehicleKey, firstAt: at, lastAt: at, ...run }]
  })
}

function isSame(run: VehicleRun, one: HeardVehicle): boolean {
  return run.routeId === one.routeId && run.tripId === one.tripId && run.directionId === one.directionId
}
