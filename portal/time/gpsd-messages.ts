import { z } from 'zod'

/** What gpsd may leave out. A value that its manual rules out counts as left out: the rest of the line is still good. */
const number = (least: number, most: number) => z.number().min(least).max(most).optional().catch(undefined)
const anything = number(-1e9, 1e9)
const error = number(0, 1e9)
/** A device's name, as far as it may stand in a log. */
const path = z.string().regex(/^[!-~]{1,200}$/)

/** Time, position and velocity, by gpsd_json(5), protocol 3. What a ship or a plane would need besides is left out. */
const tpv = z.object({
  class: z.literal('TPV'),
  device: path.optional().catch(undefined),
  /** 0: not known yet, 1: no fix, 2: a fix without altitude, 3: with altitude. */
  mode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  /** 2: differential, 3 and 4: RTK, 5: dead reckoning, 6: both, 7: surveyed, 8: simulated; left out for an ordinary fix. */
  status: number(0, 99),
  /** UTC of the fix, not of this line; ISO 8601. */
  time: z.string().max(40).optional().catch(undefined),
  /** Error of `time`, seconds. For NMEA receivers gpsd always says 0.005. */
  ept: error,
  /** Degrees; north and east are positive. */
  lat: number(-90, 90),
  lon: number(-180, 180),
  /** Metres, above the ellipsoid and above the mean sea level. */
  altHAE: anything,
  altMSL: anything,
  /** Degrees from true north. */
  track: number(0, 360),
  /** Metres a second, over ground and upwards. */
  speed: number(0, 1e4),
  climb: number(-1e4, 1e4),
  /** Estimated errors. Metres: east-west, north-south, vertical, horizontal, all three axes. */
  epx: error,
  epy: error,
  epv: error,
  eph: error,
  sep: error,
  /** Metres a second of speed and of climb; degrees of track. */
  eps: error,
  epc: error,
  epd: error,
})

/** What gpsd says of a fix. Units and meanings stand beside the schema's fields. */
export type Tpv = z.infer<typeof tpv>

const device = z.object({ class: z.literal('DEVICE'), path })
const message = z.discriminatedUnion('class', [
  z.object({ class: z.literal('VERSION'), release: z.string() }),
  z.object({ class: z.literal('DEVICES'), devices: z.array(device) }),
  device,
  tpv,
])
export type GpsdMessage = z.infer<typeof message>

/** One line of gpsd; null for anything else, and for the classes that are of no use here. Never throws. */
export function parseGpsd(line: string): GpsdMessage | null {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return null
  }
  return message.safeParse(json).data ?? null
}
