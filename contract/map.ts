import { z } from 'zod'
import { conditionSchema, gatewaySchema } from './api.ts'
import { gatewayIdSchema } from './enrolment.ts'

const at = z.iso.datetime({ offset: true })

/** `GET /api/map/shapes`: where routes run. */
export const mapShapesAnswerSchema = z.object({
  routes: z.array(
    z.object({
      routeId: z.string(),
      color: z.string().describe('As #rrggbb.'),
      shapes: z
        .array(z.string())
        .describe(
          'Each of its courses as an encoded polyline: five digits, simplified so that no point was farther off than 10 m.',
        ),
    }),
  ),
})
export type MapShapesAnswer = z.infer<typeof mapShapesAnswerSchema>

/** Where a gateway is. */
export const mapPlaceSchema = z.object({
  lat: z.number(),
  lon: z.number(),
  at: at.nullable().describe('When it was there; null: it stands there always, at a stop or in a station.'),
  bearing: z.int().nullable().describe('Degrees from true north; null: it stood, or is no vehicle.'),
})
export type MapPlace = z.infer<typeof mapPlaceSchema>

export const mapGatewaySchema = z.object({
  id: gatewayIdSchema,
  label: z.string().nullable(),
  site: gatewaySchema.shape.site,
  state: gatewaySchema.shape.state,
  condition: conditionSchema.omit({ alerts: true }),
  lastReportAt: at.nullable().describe('When the fleet last received a report; null: never.'),
  routeId: z
    .string()
    .nullable()
    .describe('On which route its newest report was, else the one that it is assigned to; null: none is known.'),
  riders: z.int().nullable().describe('Riders connected as of the newest report; null: not live.'),
  place: mapPlaceSchema.nullable().describe('By its newest report that said so; null: none ever did.'),
})
export type MapGateway = z.infer<typeof mapGatewaySchema>

/** `GET /api/map/gateways` */
export const mapGatewaysAnswerSchema = z.object({ asOf: at, gateways: z.array(mapGatewaySchema) })
export type MapGatewaysAnswer = z.infer<typeof mapGatewaysAnswerSchema>
