import { z } from 'zod'
import { routeSourceSchema } from './route-evidence.ts'

const at = z.iso.datetime({ offset: true })
const gtfsId = z.string().min(1).max(200)

/** What the operator says of a vehicle: it runs a route or a block on these service dates. */
const span = {
  routeId: gtfsId.nullable().default(null).describe('A route; or a block.'),
  blockId: gtfsId
    .nullable()
    .default(null)
    .describe('GTFS trips.block_id: the route is that of the trip that it runs at the time.'),
  from: z.iso.date().describe('First service date.'),
  to: z.iso.date().nullable().default(null).describe('Last service date; null: until further notice.'),
}
export const newAssignmentSchema = z
  .object(span)
  .refine(({ routeId, blockId }) => (routeId === null) !== (blockId === null), {
    path: ['routeId'],
    error: 'name a route or a block, one of the two',
  })
  .refine(({ from, to }) => to === null || from <= to, { path: ['to'], error: 'is before from' })
export type NewAssignment = z.infer<typeof newAssignmentSchema>

export const assignmentSchema = z.object({ ...span, id: z.int(), madeAt: at }).meta({ id: 'Assignment' })
export type Assignment = z.infer<typeof assignmentSchema>
/** `GET /api/gateways/{id}/assignments`, the newest first: of those that hold on a date it counts. */
export const assignmentsAnswerSchema = z.object({ assignments: z.array(assignmentSchema) })

/** `PATCH /api/gateways/{id}`: what is left out stays as it is. */
export const gatewayChangeSchema = z
  .object({
    label: z.string().trim().min(1).max(100).nullable().describe("What people call it, such as the vehicle's number."),
    vehicleId: gtfsId.nullable().describe('Its id in other systems: GTFS-Realtime vehicle.id, TIDES vehicle_id.'),
    routeId: gtfsId
      .nullable()
      .describe('The route that it is assigned to until further notice; null: by its evidence.'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'change something: label, vehicleId or routeId')
export type GatewayChange = z.infer<typeof gatewayChangeSchema>

/** Minutes on end of a gateway on one route, and what that was taken from. */
export const routeStretchSchema = z.object({
  from: at,
  to: at.describe('End, exclusive.'),
  routeId: z.string().nullable().describe('null: not known, or on none.'),
  source: routeSourceSchema,
  confidence: z.int().min(0).max(100).describe('Percent, of the least sure of its minutes.'),
  minutes: z.int().describe('Minutes with a report.'),
})
export type RouteStretch = z.infer<typeof routeStretchSchema>
export const routeStretchesAnswerSchema = z.object({
  timezone: z.string(),
  keptSince: at
    .nullable()
    .describe(
      'The first minute of which the fleet keeps reports; what is older cannot be told anew. null: there is none.',
    ),
  stretches: z.array(routeStretchSchema),
})
export type RouteStretchesAnswer = z.infer<typeof routeStretchesAnswerSchema>

/** The longest stretch that is told anew at once, hours. */
export const LONGEST_REATTRIBUTION_H = 24

/** `PUT /api/gateways/{id}/routes`: on which route a gateway was in truth. Minutes that the stretch touches belong to it. */
export const reattributionSchema = z
  .object({ from: at, to: at.describe('End, exclusive.'), routeId: gtfsId.nullable() })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], error: 'is not after from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_REATTRIBUTION_H * 3_600_000, {
    path: ['to'],
    error: `is more than ${LONGEST_REATTRIBUTION_H} hours after from: tell it in parts`,
  })
export type Reattribution = z.infer<typeof reattributionSchema>
export const reattributedSchema = z.object({
  moved: z.int().describe('Minutes with a report that were told anew. Reports that are still to come follow.'),
})
