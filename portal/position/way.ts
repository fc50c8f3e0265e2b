import { metresBetween } from '../../contract/along.ts'
import type { Place } from './plausible.ts'

/** Places of the way lie so far apart at least, metres: standing at a light draws no new ones. */
const APART_M = 25
const MOST_PLACES = 128

/** The last three kilometres or more that a vehicle has come, by places that lie apart. */
export function createWay() {
  let places: Place[] = []
  let current: Place | null = null

  return {
    note(place: Place): void {
      const last = places.at(-1)
      current = place
      if (last && metresBetween([last.lat, last.lon], [place.lat, place.lon]) < APART_M) return
      places = [...places.slice(1 - MOST_PLACES), place]
    },
    /** In order of time; the last is where it was last seen. */
    places(): Place[] {
      return current === null || places.at(-1) === current ? places : [...places, current]
    },
  }
}
