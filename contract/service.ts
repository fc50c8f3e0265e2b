import { z } from 'zod'

/** Why the internet could not be reached in service (DESIGN.md, section 6). no-signal, no-data and sim-quota are the uplink's. */
export const OUTAGE_CAUSES = ['power', 'no-signal', 'no-data', 'sim-quota', 'gateway', 'portal'] as const
export const outageCauseSchema = z.enum(OUTAGE_CAUSES)
export type OutageCause = z.infer<typeof outageCauseSchema>

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-9]):[0-5]\d$/, 'write a time such as 05:30; 25:00 is 1 in the morning after')

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const spans = z
  .array(z.tuple([clockTime, clockTime]))
  .max(4)
  .refine(
    (all) => all.every(([from, to]) => from < to),
    'a span ends after it begins; write 25:00 for 1 in the morning after',
  )

/** When a stop or station is open, in the city's time zone; a day without spans is closed. `exceptions`: by date, 2026-12-25. */
export const openingHoursSchema = z.object({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
  exceptions: z.record(z.iso.date(), spans).default({}),
})
export type OpeningHours = z.infer<typeof openingHoursSchema>

const at = z.iso.datetime({ offset: true })
const gtfsId = z.string().min(1).max(200)

/** `GET /api/routes/service?date=2026-11-24`: when the routes' scheduled service runs on a service date; without a date, today. */
export const routeServiceQuerySchema = z.object({ date: z.iso.date().optional() })
export const routeServiceAnswerSchema = z.object({
  date: z.iso.date(),
  timezone: z.string(),
  routes: z.array(
    z.object({
      routeId: z.string(),
      shortName: z.string().nullable(),
      longName: z.string().nullable(),
      /** Minutes in which at least one trip runs; departures. */
      minutes: z.int(),
      trips: z.int(),
      /** Half open; service past midnight is of the date on which it began. */
      intervals: z.array(z.object({ from: at, to: at })),
    }),
  ),
})
export type RouteServiceAnswer = z.infer<typeof routeServiceAnswerSchema>

/** What is told of a stop or station that has gateways. */
export const siteChangeSchema = z.strictObject({
  kind: z.enum(['stop', 'station']),
  name: z.string().trim().min(1).max(200),
  /** GTFS stop_id; null: it is in no feed. */
  stopId: gtfsId.nullable().default(null),
  openingHours: openingHoursSchema,
})
export const siteIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'write a site id of letters, digits, dots, - and _, such as station-1')
export const sitePlaceSchema = siteChangeSchema.extend({ id: z.string(), gateways: z.array(z.string()) })
export type SitePlace = z.infer<typeof sitePlaceSchema>
export const sitesAnswerSchema = z.object({ sites: z.array(sitePlaceSchema) })
/** Which site a gateway serves; null: none. */
export const gatewaySiteSchema = z.strictObject({ siteId: siteIdSchema.nullable() })
export const gatewaySiteAnswerSchema = z.object({ id: z.string(), siteId: z.string().nullable() })

/**
 * How much service there was to be and how much there was. `scheduledMinutes`: by the timetables, of the dates so far; of the city those of
 * all routes together. `inServiceMinutes`: minutes of gateways in service, of which `availability` (0 to 1; null: none were) is the share with a
 * working uplink and portal; the rest by its cause. Minutes whose reports are not here are in none of these.
 */
export const serviceFiguresSchema = z.object({
  scheduledMinutes: z.int(),
  inServiceMinutes: z.number(),
  availability: z.number().min(0).max(1).nullable(),
  outageMinutes: z.record(outageCauseSchema, z.number()),
})
export type ServiceFigures = z.infer<typeof serviceFiguresSchema>
