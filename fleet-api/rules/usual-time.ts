import { tripOf } from './ladder/block.ts'
import type { Timetable } from './network.ts'

const medians = new WeakMap<Timetable, Map<number, number>>()

/** How long a run takes from its first stop to its last by the timetable, seconds: the trip's own, or of all trips of its pattern the median; null: none runs. */
export function usualSeconds(timetable: Timetable, patternId: number, tripId: string | null): number | null {
  const trip = tripId === null ? null : tripOf(timetable, tripId)
  if (trip !== null && trip.endS > trip.startS) return trip.endS - trip.startS
  const known = medians.get(timetable) ?? mediansOf(timetable)
  medians.set(timetable, known)
  return known.get(patternId) ?? null
}

function mediansOf({ trips }: Timetable): Map<number, number> {
  const byPattern = new Map<number, number[]>()
  for (const { patternId, startS, endS } of trips) {
    if (endS <= startS) continue
    const of = byPattern.get(patternId)
    if (of) of.push(endS - startS)
    else byPattern.set(patternId, [endS - startS])
  }
  return new Map(
    [...byPattern].map(([patternId, all]) => [patternId, all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
  )
}
