import { z } from 'zod'
import { serviceFiguresSchema } from './service.ts'

const at = z.iso.datetime({ offset: true })

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month such as 2026-10')

/**
 * What riders got in a stretch of time, as the city's report says it (contract/city-report.ts). Octets as in RFC 2866: input is the rider's
 * upload. Null: it stands for fewer than ten sessions, or is not published yet.
 */
const usage = {
  sessionsStarted: z.int().nullable(),
  inputOctets: z.int().nullable(),
  outputOctets: z.int().nullable(),
  /** Riders connected, added up over the hours: ten riders for half an hour are five. */
  riderHours: z.number().nullable(),
  /** Riders connected over the minutes with a report, in the mean and at most; null also: it is not worked out yet. */
  ridersMean: z.number().nullable(),
  ridersPeak: z.int().nullable(),
  /** Reports received / reports due, 0 to 1; null: none were due. */
  completeness: z.number().min(0).max(1).nullable(),
}

/** `GET /api/reports/connectivity?month=2026-10` */
export const connectivitySchema = z.object({
  month: monthSchema,
  from: at,
  to: at,
  timezone: z.string(),
  /** Version of the definitions of DESIGN.md, section 6, by which these figures were made. */
  definitions: z.string(),
  /** Late reports can still come: the figures are not final before the window for them has passed. */
  provisional: z.boolean(),
  city: z.object({
    ...usage,
    service: serviceFiguresSchema,
    days: z.array(z.object({ date: z.iso.date(), ...usage })),
  }),
  /** routeId null: vehicles on no known route. Stops and stations are in the city's figures alone. */
  routes: z.array(
    z.object({
      routeId: z.string().nullable(),
      shortName: z.string().nullable(),
      longName: z.string().nullable(),
      ...usage,
      service: serviceFiguresSchema,
    }),
  ),
})
export type Connectivity = z.infer<typeof connectivitySchema>
