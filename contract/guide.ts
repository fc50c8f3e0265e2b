import { z } from 'zod'

const gtfsId = z.string().min(1).max(200)
const metres = z.number().min(0).max(1_000_000)

/** A piece of a shape, in metres along it from its beginning. */
export const stretchSchema = z.tuple([metres, metres])

/**
 * `GET /v1/guide`: the shapes of the route that the fleet believes the vehicle to be on, with their stops and with where the uplink is
 * weak at this time of the day. The gateway finds its own place on them by its own fixes. With ETag, the `guideVersion` of the
 * fleet's answers; 204: there is none.
 *
 * A gateway that holds a guide names its `shapesVersion` (`?shapes=`): where the shapes are still those, the answer is guideNewsSchema. A
 * trip's link then costs its SIM some hundred octets, and not all the shapes.
 */
export const guideSchema = z.object({
  version: z.string().max(80),
  /** Of all but the link; another fleet than of protocol 1.6 leaves it out. */
  shapesVersion: z.string().max(80).optional(),
  routeId: gtfsId,
  routeName: z.string().max(200),
  shapes: z
    .array(
      z.object({
        shapeKey: z.string().max(80),
        headsign: z.string().max(200).nullable(),
        /** Latitude and longitude in degrees, in order. */
        points: z.array(z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)])).min(2),
        stops: z.array(z.object({ name: z.string().max(200), alongM: metres })),
        /** Where the internet is mostly lost or very slow, in order, apart from one another. */
        weak: z.array(stretchSchema),
      }),
    )
    .min(1)
    .max(60),
  /**
   * A page of the fleet's that shows this trip to whoever has its address: for riders to hand on. The same for all riders of the trip,
   * another with the next one. Left out: there is none, or the operator keeps its positions to itself.
   */
  share: z
    .object({
      url: z.url({ protocol: /^https?$/ }).max(1000),
      /** Until when it shows anything. */
      until: z.iso.datetime({ offset: true }),
    })
    .optional(),
})
/** What is new of a guide whose shapes the gateway has. */
export const guideNewsSchema = guideSchema.pick({ version: true, shapesVersion: true, share: true })
export type GuideNews = z.infer<typeof guideNewsSchema>
export type Guide = z.infer<typeof guideSchema>
export type GuideShape = Guide['shapes'][number]
