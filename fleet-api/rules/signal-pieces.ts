import { type Course, nearestOn, PIECE_M } from '../../contract/along.ts'
import { FEWEST_PASSES } from '../../contract/dead-zones.ts'
import type { signalPiece } from '../../db/fleet/schema.ts'
import type { StoredFix } from './trace-text.ts'

export type SignalPiece = typeof signalPiece.$inferSelect

/** What one minute of a vehicle on a shape has seen of the uplink. */
export interface SeenMinute {
  gatewayId: string
  shapeKey: string
  course: Course
  /** Where on the shape it was at the minute's end. */
  alongM: number
  fixes: readonly StoredFix[]
  operatorCode: string
  hourBand: number
  weekAt: number
}

/** A vehicle does not come farther within a minute. */
const REACH_M = 1700

/**
 * What minutes add to the pieces of shapes that they led over. A pass is one vehicle on one piece, however long it took: the next minute
 * on the same piece is the same pass. Minutes come in order of time for each gateway.
 */
export function seenPieces(minutes: readonly SeenMinute[]): SignalPiece[] {
  const pieces = new Map<string, SignalPiece>()
  const lastOf = new Map<string, string>()
  for (const { gatewayId, shapeKey, course, alongM, fixes, operatorCode, hourBand, weekAt } of minutes) {
    for (const fix of fixes) {
      if (fix.roundTripMs === -1) continue
      const at = nearestOn(course, [fix.lat, fix.lon], Math.max(0, alongM - REACH_M), alongM + 60)
      if (at.offM > PIECE_M / 2) continue
      const piece = Math.floor(at.alongM / PIECE_M)
      const key = `${shapeKey} ${piece} ${operatorCode} ${hourBand} ${weekAt}`
      const sum = pieces.get(key) ?? { ...NOTHING, shapeKey, piece, operatorCode, hourBand, weekAt }
      pieces.set(key, sum)
      if (lastOf.get(gatewayId) !== key) sum.passes += 1
      lastOf.set(gatewayId, key)
      sum.samples += 1
      if (fix.roundTripMs === null) sum.lost += 1
      else sum.roundTripSumMs += fix.roundTripMs
    }
  }
  return [...pieces.values()]
}

const NOTHING = { passes: 0, samples: 0, lost: 0, roundTripSumMs: 0 }

/** A piece as it is judged. */
export interface JudgedPiece {
  piece: number
  passes: number
  lossShare: number
  /** Null: the internet was never reached there. */
  roundTripMs: number | null
  weak: boolean
}

/** Above these a rider notices: pages stall, calls break off. */
const WEAK_LOSS = 0.3
const WEAK_ROUND_TRIP_MS = 1500

/** Judges the pieces of one shape that enough passes have seen; sums of several weeks, bands or networks are taken together. */
export function judged(sums: readonly SignalPiece[]): JudgedPiece[] {
  const pieces = new Map<number, typeof NOTHING>()
  for (const { piece, passes, samples, lost, roundTripSumMs } of sums) {
    const sum = pieces.get(piece) ?? { ...NOTHING }
    pieces.set(piece, sum)
    sum.passes += passes
    sum.samples += samples
    sum.lost += lost
    sum.roundTripSumMs += roundTripSumMs
  }
  return [...pieces]
    .filter(([, { passes, samples }]) => passes >= FEWEST_PASSES && samples > 0)
    .sort(([a], [b]) => a - b)
    .map(([piece, { passes, samples, lost, roundTripSumMs }]) => {
      const lossShare = Math.round((lost / samples) * 1000) / 1000
      const roundTripMs = samples > lost ? Math.round(roundTripSumMs / (samples - lost)) : null
      const weak = lossShare >= WEAK_LOSS || (roundTripMs ?? 0) >= WEAK_ROUND_TRIP_MS
      return { piece, passes, lossShare, roundTripMs, weak }
    })
}

/** The stretches, in metres along the shape, of weak pieces that touch one another. */
export function weakStretches(pieces: readonly JudgedPiece[], lengthM: number): [from: number, to: number][] {
  const stretches: [number, number][] = []
  for (const { piece, weak } of pieces) {
    if (!weak) continue
    const [from, to] = [piece * PIECE_M, Math.min((piece + 1) * PIECE_M, Math.ceil(lengthM))]
    const last = stretches.at(-1)
    if (last && last[1] === from) last[1] = to
    else stretches.push([from, to])
  }
  return stretches
}
