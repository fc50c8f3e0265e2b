import { z } from 'zod'
import { ridersPointSchema } from './api.ts'
import { CLOCK_SOURCES } from './report.ts'
import { routeSourceSchema } from './route-evidence.ts'
import { outageCauseSchema } from './service.ts'

// What is told of one gateway over time. Stretches of time are half open.

const at = z.iso.datetime({ offset: true })

/** The longest part of a gateway's timeline that is told at once, days: a week, and the day that has begun. */
export const LONGEST_TIMELINE_DAYS = 8
export const timelineQuerySchema = z.object({
  from: at.describe('Start, inclusive.').meta({ example: '2026-11-24T06:00:00-06:00' }),
  to: at.describe(`End, exclusive; ${LONGEST_TIMELINE_DAYS} days after it at most.`),
})

/**
 * up: it worked; down: it did not; unknown: nobody knows yet, reports of that time are not here; not-due: nothing was to be expected: the
 * gateway was put away, had no power or was not there yet.
 */
export const TRACK_STATES = ['up', 'down', 'unknown', 'not-due'] as const
export type TrackState = (typeof TRACK_STATES)[number]
export const trackStretchSchema = z.object({
  from: at,
  to: at,
  is: z.enum(TRACK_STATES),
  cause: outageCauseSchema.nullable().describe('Of what was down: why, as far as its reports tell.'),
})
export type TrackStretch = z.infer<typeof trackStretchSchema>

export const TRACKS = ['power', 'uplink', 'portal'] as const
export type Track = (typeof TRACKS)[number]
const track = z.array(trackStretchSchema)
/** `GET /api/gateways/{id}/timeline`. What lies ahead is left out. */
export const timelineAnswerSchema = z.object({
  asOf: at,
  from: at,
  to: at,
  timezone: z.string(),
  power: track,
  uplink: track,
  portal: track,
})
export type TimelineAnswer = z.infer<typeof timelineAnswerSchema>

export const gatewayRidersQuerySchema = z.object({
  from: at.describe('Start, inclusive; widened to whole steps.').meta({ example: '2026-11-24T06:00:00-06:00' }),
  to: at.describe('End, exclusive.').meta({ example: '2026-11-24T09:00:00-06:00' }),
  step: z.enum(['minute', 'hour']),
})
export const gatewayRidersPointSchema = ridersPointSchema.extend({
  octets: z
    .object({ input: z.int(), output: z.int() })
    .describe('Received from the riders (uploads), and sent to them.'),
})
export type GatewayRidersPoint = z.infer<typeof gatewayRidersPointSchema>
export const gatewayRidersAnswerSchema = z.object({
  step: z.enum(['minute', 'hour']),
  from: at,
  to: at,
  timezone: z.string(),
  definitions: z.string(),
  points: z.array(gatewayRidersPointSchema).describe('Steps without a report due are left out.'),
})
export type GatewayRidersAnswer = z.infer<typeof gatewayRidersAnswerSchema>

export const trailQuerySchema = z.object({ hours: z.coerce.number().int().min(1).max(24).default(3) })
export const trailPointSchema = z.object({
  at,
  lat: z.number(),
  lon: z.number(),
  lost: z.boolean().nullable().describe('The internet could not be reached there; null: nobody looked.'),
  roundTripMs: z.int().nullable().describe('To the internet, as it was last looked at; null: not known.'),
})
export type TrailPoint = z.infer<typeof trailPointSchema>
export const trailAnswerSchema = z.object({
  from: at,
  to: at,
  points: z.array(trailPointSchema).describe('In order of time; where it stood still few are told.'),
})
export type TrailAnswer = z.infer<typeof trailAnswerSchema>

export const lastReportsQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) })
export const receivedReportSchema = z.object({
  from: at,
  to: at,
  receivedAt: at,
  latenessS: z.number().describe("From the interval's end to its receipt, seconds."),
  ridersConnected: z.int(),
  ridersPeak: z.int(),
  octets: z.object({ input: z.int(), output: z.int() }),
  clock: z.object({ source: z.enum(CLOCK_SOURCES), uncertaintyMs: z.int().nullable(), estimated: z.boolean() }),
  route: z.object({ id: z.string().nullable(), source: routeSourceSchema, confidence: z.int() }),
  uplinkUpMs: z.int().nullable().describe('How long within it the internet could be reached; null: not told.'),
  roundTripMs: z.int().nullable().describe('To the fleet.'),
  outage: outageCauseSchema.nullable(),
  software: z.string(),
  policyVersion: z.int().nullable(),
})
export type ReceivedReport = z.infer<typeof receivedReportSchema>
export const lastReportsAnswerSchema = z.object({
  reports: z
    .array(receivedReportSchema)
    .describe('The newest interval first; of the last eight days that it reported.'),
})
export type LastReportsAnswer = z.infer<typeof lastReportsAnswerSchema>

const traffic = z.object({ received: z.int(), sent: z.int() })
export const simUseSchema = z.object({
  port: z.string().nullable().describe("The modem's; null: the uplink's own interface."),
  thisMonth: traffic,
  lastMonth: traffic,
  days: z.array(traffic.extend({ date: z.iso.date() })).describe('Of both months; days without data are left out.'),
})
export type SimUse = z.infer<typeof simUseSchema>
/** Months and days are those of UTC. */
export const simsAnswerSchema = z.object({ thisMonth: z.string(), lastMonth: z.string(), sims: z.array(simUseSchema) })
export type SimsAnswer = z.infer<typeof simsAnswerSchema>
