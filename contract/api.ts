import { z } from 'zod'
import { alertCauseSchema } from './alerts.ts'
import { gatewayIdSchema, siteSchema } from './enrolment.ts'
import { policyLayerSchema, policySchema } from './policy.ts'
import { CLOCK_SOURCES } from './report.ts'
import { routeSourceSchema } from './route-evidence.ts'
import { healthSchema, uplinkSchema } from './telemetry.ts'

const at = z.iso.datetime({ offset: true })

export const ROLES = ['admin', 'operator', 'official'] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/**
 * What a gateway is doing, as far as the fleet can tell from its reports.
 * live: reported within the last 150 s; late: within 15 minutes; missing: longer ago;
 * back-filling: reporting again, but sending old reports; never-seen: enrolled or added, no report yet.
 */
export const GATEWAY_STATES = ['live', 'late', 'back-filling', 'missing', 'never-seen'] as const
export const gatewayStateSchema = z.enum(GATEWAY_STATES)
export type GatewayState = z.infer<typeof gatewayStateSchema>

/**
 * What somebody has to look after on a gateway, the gravest first. cloned: two boots of it ran at the same time under one credential;
 * revoked: its credential was taken away; uplink-down: no internet in its newest interval; policy-not-applied: it runs by another
 * policy than the fleet wants; storage-in-memory: its disk is full or failing; database-set-aside: a damaged database was begun anew;
 * reports-dropped: its outbox was full, in the last day; reports-rejected: it holds reports that the fleet refused; clock-unknown:
 * nobody has told it the time.
 */
export const NOTICES = [
  'cloned',
  'revoked',
  'uplink-down',
  'policy-not-applied',
  'storage-in-memory',
  'database-set-aside',
  'reports-dropped',
  'reports-rejected',
  'clock-unknown',
] as const
export const noticeSchema = z.enum(NOTICES)
export type Notice = z.infer<typeof noticeSchema>

/**
 * How a gateway is doing, in its operator's words. working; problem: live, with an open alert; late: silent for up to 15 minutes;
 * back-filling: reporting again, but old reports; parked: silent, or standing still, out of service; missing: silent though its service
 * runs, or nobody knows when it runs; never-seen; clock-suspect: live, and its time is in doubt.
 */
export const CONDITIONS = [
  'working',
  'problem',
  'late',
  'back-filling',
  'parked',
  'missing',
  'never-seen',
  'clock-suspect',
] as const
export const conditionSchema = z.object({
  is: z.enum(CONDITIONS),
  cause: alertCauseSchema.nullable().describe('What is likely behind it, as far as its last reports tell.'),
  since: at.nullable().describe('Since when, as far as is known.'),
  alerts: z.array(z.int()).describe('Its open alerts, by their ids.'),
})
export type Condition = z.infer<typeof conditionSchema>

export const gatewaySchema = z
  .object({
    id: gatewayIdSchema,
    site: siteSchema,
    label: z.string().nullable(),
    routeId: z.string().nullable().describe('The route that it is assigned to until further notice; null: none.'),
    route: z
      .object({
        id: z.string().nullable().describe('null: not known, or on none.'),
        source: routeSourceSchema,
        confidence: z.int().min(0).max(100).describe('Percent.'),
      })
      .nullable()
      .describe('On which route its newest report was, and what that was taken from; null: no report yet.'),
    state: gatewayStateSchema.describe(
      'live: reported within the last 150 s; late: within 15 minutes; missing: longer ago; back-filling: reporting again, but old reports; never-seen: no report yet.',
    ),
    condition: conditionSchema,
    snoozed: z
      .object({ until: at, reason: z.string() })
      .nullable()
      .describe('Nobody is told of its alerts until then, and why; null: people are told.'),
    lastReportAt: at.nullable().describe('When the fleet last received a report; null: never.'),
    lastIntervalEndedAt: at.nullable().describe('End of the newest interval that was reported; null: never.'),
    ridersConnected: z
      .int()
      .nullable()
      .describe('Riders connected as of the newest report; null where that is too old to say (not live).'),
    enrolled: z.boolean(),
    software: z.string().nullable(),
    policy: z.object({
      wanted: z.int().describe('The version that the fleet wants on it.'),
      running: z.int().nullable().describe('The version that it ran by in its newest report.'),
      problem: z.object({ version: z.int(), reason: z.string() }).nullable(),
    }),
    clock: z
      .object({ source: z.enum(CLOCK_SOURCES), uncertaintyMs: z.int().nullable() })
      .nullable()
      .describe('Where the time of its newest report came from, and how far it may be off.'),
    notices: z.array(noticeSchema).describe('What somebody has to look after, the gravest first.'),
    backlog: z
      .object({ waiting: z.int(), rejected: z.int() })
      .nullable()
      .describe('Reports on the gateway that wait for the fleet, and those that it refused, as of the newest report.'),
  })
  .meta({ id: 'Gateway' })
export type Gateway = z.infer<typeof gatewaySchema>

const traffic = z.object({ received: z.int(), sent: z.int() })
/** `GET /api/gateways/{id}`: health and uplink as of the newest report, octets of the current month of UTC. */
export const gatewayDetailSchema = gatewaySchema.extend({
  health: healthSchema.nullable(),
  uplink: uplinkSchema.nullable(),
  simOctets: z.array(traffic.extend({ port: z.string() })).describe('Octets over each SIM this month (UTC).'),
  uplinkOctets: traffic.describe('Octets over the uplink this month (UTC).'),
  vehicleId: z.string().nullable().describe("The vehicle's id in other systems."),
  addedAt: at,
  enrolledAt: at.nullable().describe('When it was last enrolled; null: never.'),
  revokedAt: at.nullable().describe('When its credential was taken away; null: it has one, or never had.'),
  renewAskedAt: at.nullable().describe('Since when it is to renew its credential; null: it is not.'),
})
export type GatewayDetail = z.infer<typeof gatewayDetailSchema>

/** `POST /api/gateways/{id}/code`. The code is shown once. */
export const codeAnswerSchema = z.object({ code: z.string(), expiresAt: at })
export type CodeAnswer = z.infer<typeof codeAnswerSchema>
export const gatewaysAnswerSchema = z.object({
  asOf: at,
  gateways: z.array(gatewaySchema),
  next: gatewayIdSchema
    .nullable()
    .optional()
    .describe('Where a page was asked for: what the next one comes after; null: this is the last.'),
})
export type GatewaysAnswer = z.infer<typeof gatewaysAnswerSchema>

/** A GTFS route, colours as `#rrggbb` (GTFS defaults where the feed is silent, text colour computed for contrast). */
export const routeSchema = z.object({
  routeId: z.string(),
  shortName: z.string(),
  longName: z.string(),
  color: z.string(),
  textColor: z.string(),
  ridersConnected: z.int().describe("Riders connected now: the sum over this route's live gateways."),
  gateways: z.object({ total: z.int(), live: z.int() }),
})
export type Route = z.infer<typeof routeSchema>
export const routesAnswerSchema = z.object({
  asOf: at,
  timezone: z.string().describe("IANA time zone of the city's agency: days and hours are cut in it."),
  routes: z.array(routeSchema),
  unknown: z
    .object({ ridersConnected: z.int(), gateways: z.object({ total: z.int(), live: z.int() }) })
    .describe('Gateways whose route is not known.'),
})
export type RoutesAnswer = z.infer<typeof routesAnswerSchema>

export const STEPS = ['minute', 'hour', 'day'] as const
export const stepSchema = z.enum(STEPS)
export type Step = z.infer<typeof stepSchema>
export const ridersQuerySchema = z.object({
  from: at.describe('Start, inclusive; widened to whole steps.').meta({ example: '2026-11-24T06:00:00-06:00' }),
  to: at.describe('End, exclusive.').meta({ example: '2026-11-24T09:00:00-06:00' }),
  step: stepSchema,
  route: z.string().min(1).optional().describe('Of one route only.').meta({ example: 'T2' }),
})

/**
 * Riders connected over one step. mean and peak: over the minutes with a report; null where there is none (a gap, not a zero).
 * completeness: reports received / reports due, 0 to 1.
 */
export const ridersPointSchema = z.object({
  at: at.describe('Start of the step.'),
  mean: z.number().nullable().describe('Over the minutes with a report; null where there is none: a gap, not a zero.'),
  peak: z.int().nullable(),
  completeness: z.number().min(0).max(1).describe('Reports received / reports due.'),
})
export type RidersPoint = z.infer<typeof ridersPointSchema>
export const ridersAnswerSchema = z.object({
  step: stepSchema,
  from: at,
  to: at,
  timezone: z.string(),
  definitions: z
    .string()
    .describe('Version of the definitions of DESIGN.md, section 6, by which these figures were made.'),
  series: z
    .array(z.object({ routeId: z.string().nullable(), points: z.array(ridersPointSchema) }))
    .describe(
      'One series a route; routeId null: riders whose route is not known. Points without a report due are left out.',
    ),
})
export type RidersAnswer = z.infer<typeof ridersAnswerSchema>

/** `event: riders` of `GET /api/live`, at most one a second: the state now, whole, so that a lost event costs nothing. */
export const liveEventSchema = z.object({
  asOf: at,
  routes: routesAnswerSchema.shape.routes,
  unknown: routesAnswerSchema.shape.unknown,
  alerts: z
    .object({ open: z.int(), unacknowledged: z.int() })
    .default({ open: 0, unacknowledged: 0 })
    .describe('How many alerts are open; one that stands for many counts once.'),
})
export type LiveEvent = z.infer<typeof liveEventSchema>

/** `GET /api/me` */
export const meSchema = z.object({
  email: z.string().nullable(),
  role: roleSchema,
  twoFactor: z.boolean().nullable().describe('Signs in with a second step; null: an API token, which has none.'),
})
export type Me = z.infer<typeof meSchema>

/** A part of the policy, as it was last written; `id`: of the route or gateway. */
export const policyPartSchema = z.object({ id: z.string(), fields: policyLayerSchema, updatedAt: at })
/** `GET /api/policy/layers`. `fleet` null: the defaults. */
export const policyLayersSchema = z.object({
  fleet: policyPartSchema.omit({ id: true }).nullable(),
  routes: z.array(policyPartSchema),
  gateways: z.array(policyPartSchema),
})
/** What a route or gateway is asked for now: its own layer, null where it has none, and all layers together. */
export const policyPartAnswerSchema = z.object({ layer: policyPartSchema.nullable(), effective: policySchema })
