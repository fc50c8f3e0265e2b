import { z } from 'zod'

/**
 * What a route was taken from, the surest first. operator: an operator's word on this stretch of time; assignment: the operator's
 * assignment of the vehicle; vehicle-positions: a GTFS-Realtime feed; sign-on: the driver or on-board computer; shape: the gateway's
 * own trace along the route's shape; unknown: nothing says, and nothing is guessed.
 */
export const ROUTE_SOURCES = ['operator', 'assignment', 'vehicle-positions', 'sign-on', 'shape', 'unknown'] as const
export const routeSourceSchema = z.enum(ROUTE_SOURCES)
export type RouteSource = z.infer<typeof routeSourceSchema>

/** Where a vehicle was at the end of an interval. */
export const placeSchema = z.object({
  /** ms since 1970 */
  at: z.int(),
  lat: z.number(),
  lon: z.number(),
  /** Degrees from true north; null: it stood. */
  bearing: z.number().nullable(),
  /** Metres a second over the last fixes. */
  speed: z.number().nullable(),
  /** Of the route's shape that it follows, where the trace says so. */
  directionId: z.int().nullable(),
  shapeKey: z.string().nullable(),
  alongM: z.int().nullable(),
  /** GTFS trip_id, where a block, a sign-on or a GTFS-Realtime feed says so. */
  tripId: z.string().nullable(),
})
export type Place = z.infer<typeof placeSchema>
