import { bearingBetween, courseOf, type LatLon, placeAt } from '../../contract/along.ts'
import { sentence } from './nmea.ts'

export interface DriveOptions {
  /** Metres a second along the points. */
  speedMps: number
  /** The receiver's time at the first point, ISO 8601. */
  startAt: string
  /** Milliseconds of the receiver's own time between two fixes; play them as far apart for a drive in true time. */
  everyMs?: number
  /** Moves a place before it is told: noise. */
  moved?: (place: LatLon) => LatLon
}

const KNOTS_PER_MPS = 3600 / 1852

/**
 * What a receiver says on a vehicle that drives along points, in NMEA 0183, one fix after the other. At the end it stands there and goes
 * on speaking: take as many as you need. `secondsAlong` says how many that are.
 */
export function* nmeaAlong(points: readonly LatLon[], options: DriveOptions): Generator<string, never> {
  const { speedMps, startAt, everyMs = 1000, moved = (place) => place } = options
  const course = courseOf(points)
  for (let step = 0; ; step += 1) {
    const along = (step * everyMs * speedMps) / 1000
    const stands = along >= course.lengthM
    const ahead = placeAt(course, along + 1)
    const here = placeAt(course, stands ? course.lengthM : along)
    yield fixSentences(Date.parse(startAt) + step * everyMs, moved(here), {
      speedMps: stands ? 0 : speedMps,
      track: bearingBetween(here, ahead),
    })
  }
}

/** How long a drive takes to its last point, seconds. */
export function secondsAlong(points: readonly LatLon[], speedMps: number): number {
  return courseOf(points).lengthM / speedMps
}

/** The sentences of one fix, as receivers say them each second: RMC, GGA and GSA. */
export function fixSentences(ms: number, [lat, lon]: LatLon, { speedMps = 0, track = 0 } = {}): string {
  const iso = new Date(ms).toISOString()
  const time = `${iso.slice(11, 19).replaceAll(':', '')}.${iso.slice(20, 22)}`
  const date = `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`
  const place = `${angle(lat, 2)},${lat < 0 ? 'S' : 'N'},${angle(lon, 3)},${lon < 0 ? 'W' : 'E'}`
  return [
    `GPRMC,${time},A,${place},${(speedMps * KNOTS_PER_MPS).toFixed(1)},${track.toFixed(1)},${date},,,A`,
    `GPGGA,${time},${place},1,04,2.1,1815.0,M,-15.0,M,,`,
    'GPGSA,A,3,02,05,12,25,,,,,,,,,3.4,2.1,2.7',
  ]
    .map(sentence)
    .join('')
}

/** Degrees and minutes, as NMEA writes them: dddmm.mmmmm. */
function angle(degrees: number, digits: number): string {
  const minutes = Math.round(Math.abs(degrees) * 60 * 1e5) / 1e5
  const whole = Math.floor(minutes / 60)
  return `${String(whole).padStart(digits, '0')}${(minutes - whole * 60).toFixed(5).padStart(8, '0')}`
}
