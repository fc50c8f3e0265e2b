import { crossing, distance, type Line, lengthOf, measures, pointAt, project } from './geometry.ts'
import { ROUTES, STATIONS, type Station } from './network.ts'
import { type Direction, kerb, type Position, toPosition } from './paths.ts'
import { CALLES, LANDMARKS, STREETS, type Street } from './streets.ts'

/** A place on a street with a name, and a kerb on either side. */
interface Place {
  street: Street
  along: number
  name: string
  station: Station | undefined
}

export interface Stop extends Position {
  id: string
  name: string
  station: Station | undefined
  platform: string
  accessible: boolean
}

export interface Call {
  stop: Stop
  /** Metres along the direction's line. */
  along: number
}

interface Candidate {
  along: number
  name: string
  bonus: number
}

/** How many metres a stop moves, from where even spacing would put it, to have a better name. */
const SIGHT = 240
const AVENUE = 90

/** Where a street has corners and sights, so where a stop would have a name. */
function candidates(street: Street): Candidate[] {
  const sights = LANDMARKS.map((landmark) => ({ ...project(street.line, landmark.at), name: landmark.name }))
    .filter((sight) => sight.away < 110)
    .map((sight) => ({ along: sight.along, name: sight.name, bonus: SIGHT }))
  const avenues = STREETS.filter((other) => other.short !== street.short).flatMap((other) => {
    const hit = crossing(street.line, other.line)
    return hit ? [{ along: hit.one, name: corner(street.short, other.short), bonus: AVENUE }] : []
  })
  const corners = CALLES.flatMap((calle) =>
    passages(street.line, calle.axis, calle.offset).map((along) => ({
      along,
      name: corner(street.short, calle.name),
      bonus: 0,
    })),
  )
  return [...sights, ...avenues, ...corners]
}

/** `y` turns to `e` before the sound of an i. */
function corner(street: string, other: string): string {
  return `${street} ${/^h?i(?!e)/i.test(other) ? 'e' : 'y'} ${other}`
}

/** Where the line passes a straight calle of the grid. */
function passages(line: Line, axis: 0 | 1, offset: number): number[] {
  const marks = measures(line)
  return line.flatMap((point, i) => {
    const next = line[i + 1]
    if (!next || point[axis] < offset === next[axis] < offset) return []
    const share = (offset - point[axis]) / (next[axis] - point[axis])
    return [(marks[i] ?? 0) + ((marks[i + 1] ?? 0) - (marks[i] ?? 0)) * share]
  })
}

const TERMINI = ROUTES.flatMap((route) => [...route.termini])
const END_M = 14

/** The places on a street: its termini and stations first, the rest spread evenly between them. */
function placesOn(street: Street): Place[] {
  const length = lengthOf(street.line)
  const all = candidates(street)
  const ends = TERMINI.map((terminus) => project(street.line, terminus)).filter((end) => end.away < 1)
  const stations = STATIONS.map((station) => project(street.line, station.at)).filter((place) => place.away < 30)
  const fixed = [
    ...new Set([...ends, ...stations].map((place) => Math.min(length - END_M, Math.max(END_M, place.along)))),
  ]
  const anchors = [...new Set([0, ...fixed, length])].sort((a, b) => a - b)
  const spread = anchors.slice(1).flatMap((to, i) => between(all, street, anchors[i] ?? 0, to, fixed))
  const places = [...fixed, ...spread].sort((a, b) => a - b)
  return places.map((along) => {
    const { point } = pointAt(street.line, along)
    const station = STATIONS.find((candidate) => distance(candidate.at, point) < 60)
    return { street, along, name: station?.name ?? nameAt(all, places, along), station }
  })
}

function between(all: Candidate[], street: Street, from: number, to: number, fixed: number[]): number[] {
  const gap = to - from
  const pieces = Math.max(1, Math.round(gap / street.stopEvery))
  const opens = fixed.includes(from)
  const closes = fixed.includes(to)
  if (gap < street.stopEvery * 0.6) return []
  const step = gap / (pieces + (opens && closes ? 0 : opens || closes ? 0.5 : 0))
  const first = opens ? step : step / 2
  const count = opens && closes ? pieces - 1 : pieces
  return Array.from({ length: count }, (_, i) => {
    const wanted = from + first + i * step
    const worth = (candidate: Candidate) => Math.abs(candidate.along - wanted) - candidate.bonus
    const near = all.filter((candidate) => Math.abs(candidate.along - wanted) < step * 0.34)
    return near.sort((a, b) => worth(a) - worth(b))[0]?.along ?? wanted
  })
}

/** A sight gives its name to the nearest place only; every other place is called by its nearest corner. */
function nameAt(all: Candidate[], places: number[], along: number): string {
  const away = (candidate: Candidate) => Math.abs(candidate.along - along)
  const sight = all.find((candidate) => {
    const nearest = places.every((other) => away(candidate) <= Math.abs(candidate.along - other))
    return candidate.bonus === SIGHT && away(candidate) < 260 && nearest
  })
  const [corner] = all.filter((candidate) => candidate.bonus !== SIGHT).sort((a, b) => away(a) - away(b))
  const best = sight ?? corner
  if (!best) throw new Error('a street without a single corner')
  return best.name
}

/** All stops that some direction serves, and for each direction its calls in order. */
export function placeStops(all: readonly Direction[], random: () => number) {
  const places = STREETS.flatMap(placesOn)
  const stops = new Map<string, Stop>()
  const platforms = new Map<Station, number>()
  const stopAt = (place: Place, forward: boolean): Stop => {
    const key = `${place.street.id}|${place.along}|${forward}`
    const known = stops.get(key)
    if (known) return known
    const length = lengthOf(place.street.line)
    // Each side stops just past its corner, so that the bus clears it.
    const along = Math.min(length - 2, Math.max(2, place.along + (forward ? 20 : -20)))
    const platform = place.station ? letter(platforms, place.station) : ''
    const stop = {
      id: `P${String(stops.size + 1).padStart(3, '0')}`,
      name: place.station ? `${place.name}, andén ${platform}` : place.name,
      ...toPosition(kerb(place.street, along, forward)),
      station: place.station,
      platform,
      accessible: place.station !== undefined || random() < 0.7,
    }
    stops.set(key, stop)
    return stop
  }
  const calls = all.map((direction) => callsOf(direction, places, stopAt))
  return { stops: [...stops.values()], calls }
}

function letter(platforms: Map<Station, number>, station: Station): string {
  const count = platforms.get(station) ?? 0
  platforms.set(station, count + 1)
  return String.fromCharCode(65 + count)
}

const CLOSEST_M = 260

function callsOf(direction: Direction, places: Place[], stopAt: (place: Place, forward: boolean) => Stop): Call[] {
  let ridden = 0
  const length = lengthOf(direction.line)
  const passed: { place: Place; forward: boolean; along: number; fixed: boolean }[] = []
  for (const { street, from, to } of direction.legs) {
    const forward = from < to
    for (const place of places.filter((candidate) => candidate.street === street)) {
      const kerbAlong = Math.min(lengthOf(street.line) - 2, Math.max(2, place.along + (forward ? 20 : -20)))
      const along = ridden + (forward ? kerbAlong - from : from - kerbAlong)
      const inside = forward ? kerbAlong >= from && kerbAlong <= to : kerbAlong <= from && kerbAlong >= to
      const terminal = along < 60 || along > length - 60
      if (inside) passed.push({ place, forward, along, fixed: terminal || place.station !== undefined })
    }
    ridden += Math.abs(to - from)
  }
  passed.sort((a, b) => a.along - b.along)
  return passed
    .filter(({ along, fixed }, i) => {
      const before = passed[i - 1]
      const after = passed[i + 1]
      const crowded = (before && along - before.along < CLOSEST_M) || (after?.fixed && after.along - along < CLOSEST_M)
      return fixed || !crowded
    })
    .map(({ place, forward, along }) => ({ stop: stopAt(place, forward), along }))
}
