import sax from 'sax'
import { z } from 'zod'
import type { Tpv } from '../time/gpsd-messages.ts'

/** A delivery has a kilobyte, and with its NMEA sentences two. */
const LONGEST = 16_384

const degrees = (most: number) =>
  z
    .string()
    .regex(/^[+-]?\d{1,3}(\.\d{1,20})?$/)
    .transform(Number)
    .pipe(z.number().min(-most).max(most))

/** What is needed of a GNSSLocationDelivery (ITxPT S02P03, versions 2.1.1 to 2.3.0), by the path of each element. */
const locationSchema = z.object({
  'Latitude/Degree': degrees(90),
  'Latitude/Direction': z.enum(['N', 'S']),
  'Longitude/Degree': degrees(180),
  'Longitude/Direction': z.enum(['E', 'W']),
  SignalQuality: z.string().optional(),
  Fix: z.enum(['NoFix', '2D', '3D', 'DR', '3D+DR']).optional(),
  /** xs:time and xs:date, in UTC. */
  Time: z
    .string()
    .regex(/^\d\d:\d\d:\d\d(\.\d{1,9})?Z?$/)
    .optional()
    .catch(undefined),
  Date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dZ?$/)
    .optional()
    .catch(undefined),
  /** Those that agree with GPS to a metre or two. */
  GNSSCoordinateSystem: z.enum(['WGS84', 'ETSR89', 'IERS']).optional(),
})
const MODES = { NoFix: 1, '2D': 2, '3D': 3, DR: 2, '3D+DR': 3 } as const
const DEAD_RECKONING = 5
const SIMULATED = 8

/**
 * A document of the GNSSLocation service as gpsd would say it; null: no document of it, or none that names a place. Without a fix the
 * degrees are empty. Never throws.
 */
export function parseLocation(text: string): Tpv | null {
  const elements = text.length <= LONGEST ? leavesOf(text) : null
  const location = elements && locationSchema.safeParse(Object.fromEntries(elements)).data
  if (!location || location.SignalQuality === 'NotValid') return null
  const { Time, Date: date, Fix = '2D', SignalQuality } = location
  const lat = Math.abs(location['Latitude/Degree']) * (location['Latitude/Direction'] === 'S' ? -1 : 1)
  const lon = Math.abs(location['Longitude/Degree']) * (location['Longitude/Direction'] === 'W' ? -1 : 1)
  return {
    class: 'TPV',
    mode: MODES[Fix],
    status: SignalQuality === 'Simulation' ? SIMULATED : Fix === 'DR' ? DEAD_RECKONING : undefined,
    time: date && Time ? `${date.replace('Z', '')}T${Time.replace('Z', '')}Z` : undefined,
    lat,
    lon,
  }
}

const ROOT = ['GNSSLocationDelivery', 'GNSSLocation']

/** The text of each element of the location, by its path; of elements of one name the first. Null: not well-formed. */
function leavesOf(text: string): Map<string, string> | null {
  const leaves = new Map<string, string>()
  const path: string[] = []
  let isGood = true
  let said = ''
  // Strict: entities other than XML's own five are errors, so none can grow.
  const reader = sax.parser(true, { trim: true })
  reader.onerror = () => {
    isGood = false
    reader.resume()
  }
  reader.onopentag = ({ name }) => {
    path.push(name)
    said = ''
  }
  reader.ontext = (piece) => {
    said += piece
  }
  reader.onclosetag = () => {
    const name = path.slice(ROOT.length).join('/')
    if (ROOT.every((root, index) => path[index] === root) && said !== '' && !leaves.has(name)) leaves.set(name, said)
    path.pop()
    said = ''
  }
  reader.write(text).close()
  return isGood ? leaves : null
}
