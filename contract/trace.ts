import { z } from 'zod'

/** At most so many fixes stand in a report of one minute; one of merged minutes keeps the last one of each, and the first of all. */
export const MOST_FIXES = 64

const uptimeMs = z.int().min(0)

/**
 * One fix of the gateway's trace: when (monotonic), latitude and longitude in degrees (WGS 84), and the round trip to the internet as it was
 * last looked at then, milliseconds; null: the internet could not be reached; -1: nobody looked.
 */
export const fixSchema = z.tuple([
  uptimeMs,
  z.number().min(-90).max(90),
  z.number().min(-180).max(180),
  z.int().min(-1).max(600_000).nullable(),
])
export type Fix = z.infer<typeof fixSchema>

const gtfsId = z.string().min(1).max(200)

/** What the driver, or the on-board computer, signed on to (GTFS ids). The trip tells most, then the block, then the route. */
export const signOnSchema = z.object({
  routeId: gtfsId.nullable(),
  blockId: gtfsId.nullable(),
  tripId: gtfsId.nullable(),
})
export type SignOn = z.infer<typeof signOnSchema>

/** The fixes of an accounting interval, in order of time; empty: no fix could be believed. A vehicle that stands tells few. */
export const traceSchema = z.array(fixSchema).max(MOST_FIXES)
