import { metresBetween } from '../../contract/along.ts'
import type { Hit, ShapeIndex } from './shape-index.ts'

/** A moment at which somebody was somewhere; ms since 1970, degrees. */
export interface TimedFix {
  at: number
  lat: number
  lon: number
}

/** A course that the vehicle may be following: it has been near to it, and has not gone back on it. */
export interface Track {
  /** Of this vehicle's tracks. */
  id: number
  /** Number of the course in the index. */
  index: number
  routeId: string
  /** Metres along the course: where it was first met, where the vehicle is now, and the farthest yet. */
  startM: number
  alongM: number
  farthestM: number
  /** When and where the vehicle was last on it; ms since 1970. */
  onAt: number
  onLat: number
  onLon: number
  /** It was on it in the newest fix. */
  on: boolean
  /** How far it came along it since this was last set to 0, each metre the less the farther off the vehicle was. */
  gainM: number
}

/** Noise may seem to take a vehicle back by so much. */
const BACK_M = 50
/** A way along a shape is longer than the straight line, but not by more than this. */
const WINDING = 2.5
/** And so much is for noise, and for corners that are cut. */
const SLACK_M = 150
/** Of a stretch along a shape no more counts than so many times the straight line, and the noise of two fixes. */
const EXPLAINED = 1.5
const NOISE_M = 30
/** At least so far along the shape is evidence. */
export const EVIDENCE_M = 100
/** So far from the shape a metre along it counts for nothing. */
const WORTHLESS_M = 120
/** Off it for so long, a course is given up. */
const LOST_MS = 30 * 60_000

/** How far the vehicle has come along the course since it was first met. */
export const lengthOf = (track: Track) => track.alongM - track.startM

/** Every track with one more fix, and those that begin with it; without those that have turned out to be a crossing, or the way back. */
export function followAll(tracks: readonly Track[], fix: TimedFix, index: ShapeIndex, nextId: () => number): Track[] {
  const near = index.near([fix.lat, fix.lon])
  const next: Track[] = []
  for (const track of tracks) {
    const followed = follow(track, near.get(track.index) ?? [], fix)
    if (isOfUse(followed, fix.at)) next.push(followed)
  }
  for (const [number, hits] of near) {
    const routeId = index.courses[number]?.routeId ?? ''
    for (const hit of hits) {
      const isFollowed = next.some(
        (track) => track.index === number && track.on && Math.abs(track.alongM - hit.alongM) < EVIDENCE_M,
      )
      if (!isFollowed) next.push(beginTrack(nextId(), routeId, hit, fix))
    }
  }
  return withoutTwins(next)
}

function beginTrack(id: number, routeId: string, { index, alongM }: Hit, { at, lat, lon }: TimedFix): Track {
  return {
    id,
    index,
    routeId,
    startM: alongM,
    alongM,
    farthestM: alongM,
    onAt: at,
    onLat: lat,
    onLon: lon,
    on: true,
    gainM: 0,
  }
}

/** The track with one more fix, which is near to the course at `hits`; not `on` where none of them continues it. */
function follow(track: Track, hits: Hit[], { at, lat, lon }: TimedFix): Track {
  if (hits.length === 0) return track.on ? { ...track, on: false } : track
  const awayM = metresBetween([track.onLat, track.onLon], [lat, lon])
  const [least, most] = [track.farthestM - BACK_M, track.alongM + WINDING * awayM + SLACK_M]
  let best: Hit | null = null
  let bestCost = Number.POSITIVE_INFINITY
  for (const hit of hits) {
    if (hit.alongM < least || hit.alongM > most) continue
    const cost = hit.offM + Math.abs(hit.alongM - track.alongM - awayM) / 4
    if (cost >= bestCost) continue
    best = hit
    bestCost = cost
  }
  if (best === null) return track.on ? { ...track, on: false } : track
  const forwardM = Math.max(0, best.alongM - track.farthestM)
  // What was passed elsewhere, or may be a leap to a later pass of the same street, explains nothing.
  const explainedM = track.on ? Math.min(forwardM, awayM * EXPLAINED + NOISE_M) : 0
  return {
    ...track,
    on: true,
    onAt: at,
    onLat: lat,
    onLon: lon,
    alongM: best.alongM,
    farthestM: track.farthestM + forwardM,
    gainM: track.gainM + explainedM * (1 - best.offM / WORTHLESS_M),
  }
}

function isOfUse(track: Track, at: number): boolean {
  if (track.on) return track.alongM >= track.startM - EVIDENCE_M
  return lengthOf(track) >= EVIDENCE_M && at - track.onAt <= LOST_MS
}

/** Two tracks that have come to the same place of one course are one from there on: the longer. */
function withoutTwins(tracks: Track[]): Track[] {
  return tracks.filter((track) => {
    if (!track.on) return true
    return !tracks.some(
      (other) =>
        other !== track &&
        other.on &&
        other.index === track.index &&
        Math.abs(other.alongM - track.alongM) < 1 &&
        (other.startM < track.startM || (other.startM === track.startM && other.id < track.id)),
    )
  })
}
