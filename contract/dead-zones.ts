import { z } from 'zod'

/** Bands of hours of the city's day within which signal is judged: from each of these hours to the next. */
export const HOUR_BANDS = [0, 6, 10, 16, 20] as const

/** A piece is judged once so many passes have seen it. */
export const FEWEST_PASSES = 5

/** `GET /api/dead-zones`: GeoJSON (RFC 7946), a line for each piece of a shape that is judged. Positions are longitude, latitude. */
export const deadZonesSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: z.object({
        type: z.literal('LineString'),
        coordinates: z.array(z.tuple([z.number(), z.number()])),
      }),
      properties: z.object({
        routeIds: z.array(z.string()).describe('Routes that run there.'),
        shapeKey: z.string(),
        fromM: z.number().describe('Metres along the shape.'),
        toM: z.number(),
        passes: z.int(),
        lossShare: z.number().min(0).max(1).describe('Share of looks in which the internet could not be reached.'),
        roundTripMs: z.number().nullable().describe('Mean round trip of the others; null: there were none.'),
        weak: z.boolean().describe('Riders are told that the signal is weak there.'),
      }),
    }),
  ),
})
export type DeadZones = z.infer<typeof deadZonesSchema>
