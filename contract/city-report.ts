import { z } from 'zod'
import { agreementSchema } from './agreement.ts'
import { assumptionsSchema } from './assumptions.ts'
import { monthSchema } from './connectivity.ts'
import { serviceFiguresSchema } from './service.ts'

// The report that a city stands on. What it says of riders is made of what is published (fleet-api/rules/report/ledger.ts): the same for
// whoever reads it, in whatever form, whenever.

const at = z.iso.datetime({ offset: true })
const count = z.int()
const share = z.number().min(0).max(1)

/** Below so many, what a figure stands for is hidden (DESIGN.md, rule 4). */
export const FEWEST_TOLD = 10

/** Figures that stand for riders, so that they may be hidden. */
export const RIDER_FIGURES = [
  'sessions',
  'ridersMean',
  'ridersPeak',
  'connectedHours',
  'inputOctets',
  'outputOctets',
  'dailyDevices',
  'sessionLength',
  'timeToConnect',
  'hours',
  'weekdays',
] as const
export type RiderFigure = (typeof RIDER_FIGURES)[number]

/** By how much a figure is more than in another period, as a share of it (of availability: in points of 1). Null: one of both is not told. */
export const changeSchema = z.object({
  sessions: z.number().nullable(),
  ridersMean: z.number().nullable(),
  connectedHours: z.number().nullable(),
  outputOctets: z.number().nullable(),
  availability: z.number().nullable(),
})
export type Change = z.infer<typeof changeSchema>

/** What the contract says of a row. */
export const attainmentSchema = z.object({
  promised: share,
  attained: z.boolean().nullable().describe('Null: nothing was in service.'),
  creditShare: share.describe("Of the month's cost that is due back by the contract's table."),
  credit: z
    .number()
    .nullable()
    .describe('The same in money; null: the cost is not told, or it is not a whole month of the city.'),
})

const figures = {
  completeness: share.nullable().describe('Reports received / reports due. Null: none were due, so nothing is known.'),
  hidden: z.array(z.enum(RIDER_FIGURES)).describe('Figures that are null because they stand for fewer than ten.'),
  carried: z
    .boolean()
    .describe(
      'Whether some of its days were told together with later ones, because they stood for fewer than ten sessions.',
    ),
  sessions: count.nullable(),
  ridersMean: z.number().nullable().describe('Riders connected, mean over the minutes with a report.'),
  ridersPeak: count.nullable().describe('Riders connected in the fullest minute.'),
  connectedHours: z.number().nullable().describe('Ten riders for half an hour are five.'),
  inputOctets: count.nullable().describe('Uploads (RFC 2866).'),
  outputOctets: count.nullable().describe('Downloads.'),
  dailyDevices: z
    .object({
      mean: z
        .number()
        .describe('Distinct devices of a day, mean over the days that are told; days are never added up.'),
      days: count,
      errorShare: z.number().describe('Standard error of one day, as a share: an estimate.'),
    })
    .nullable(),
  sessionLength: z.object({ medianS: z.number().nullable(), p90S: z.number().nullable() }).nullable(),
  timeToConnect: z.object({ p50Ms: z.number().nullable(), p95Ms: z.number().nullable() }).nullable(),
  hours: z
    .array(z.number().nullable())
    .length(24)
    .nullable()
    .describe('Riders connected, mean, by hour of the day. Of whole months that are final; null elsewhere.'),
  weekdays: z.array(z.number().nullable()).length(7).nullable().describe('The same by weekday, from Monday.'),
  service: serviceFiguresSchema,
  vehicles: z.object({
    inService: count.describe('Gateways that were in service on any of the days.'),
    reporting: count.describe('Gateways that sent any report.'),
  }),
  savings: z.number().nullable().describe('sessions × what a connection saves: an estimate.'),
  costPerConnectedHour: z.number().nullable().describe('The cost of the period / connected hours. Of the city alone.'),
  agreement: attainmentSchema.nullable(),
  previousMonth: changeSchema.nullable(),
  lastYear: changeSchema.nullable(),
}

export const reportRowSchema = z
  .object({
    key: z.string().describe('contract/report-rows.ts'),
    kind: z.enum(['city', 'site', 'route']),
    site: z.enum(['vehicle', 'stop', 'station']).nullable(),
    routeId: z.string().nullable().describe('Null in a row of kind `route`: vehicles whose route is not known.'),
    shortName: z.string().nullable(),
    longName: z.string().nullable(),
    color: z.string().nullable().describe('GTFS route_color, six hexadecimal digits.'),
    ...figures,
  })
  .meta({ id: 'ReportRow' })
export type ReportRow = z.infer<typeof reportRowSchema>

export const reportDaySchema = z.object({
  date: z.iso.date(),
  completeness: share.nullable(),
  /** Null: fewer than ten, or not published yet. */
  sessions: count.nullable(),
  ridersMean: z.number().nullable(),
  outputOctets: count.nullable(),
  devices: count.nullable(),
  availability: share.nullable(),
})
export type ReportDay = z.infer<typeof reportDaySchema>

export const cityReportSchema = z
  .object({
    month: monthSchema.nullable().describe('Null: any other range.'),
    /** The city's dates, both included. */
    fromDate: z.iso.date(),
    toDate: z.iso.date(),
    from: at,
    to: at,
    timezone: z.string(),
    state: z.enum(['provisional', 'final']),
    finalAt: at.describe('When late reports no longer change it: from then on a correction is another revision.'),
    publishedTo: z.iso.date().nullable().describe('The last day whose riders are in it; null: none is.'),
    definitions: z.string().describe('Version of the definitions: /city/method.'),
    revision: count.nullable().describe('Of a final month, from 0; null: it is provisional, or no month.'),
    revisions: z.array(z.object({ revision: count, madeAt: at, reason: z.string().nullable() })),
    madeAt: at,
    city: reportRowSchema,
    sites: z.array(reportRowSchema).describe('Vehicles, stops, stations: those that there are.'),
    routes: z.array(reportRowSchema).describe('By short name; vehicles on no known route come last.'),
    days: z.array(reportDaySchema),
    problems: z
      .object({
        reported: count.nullable().describe("Riders' problem reports. Null: fewer than ten."),
        fixed: count
          .nullable()
          .describe('Of these, answered as fixed by when they were published. Null: fewer than ten.'),
        daysToFix: z.number().nullable().describe('Mean over those that were fixed.'),
      })
      .describe('Of the city as a whole.'),
    assumptions: assumptionsSchema
      .nullable()
      .describe('What savings and costs are made of; null: they are not told to this reader.'),
    agreement: agreementSchema.nullable(),
    inputsDigest: z.string().nullable().describe('SHA-256 of what a final report was made of.'),
    chain: z
      .object({ gateways: count, reports: count, digest: z.string() })
      .nullable()
      .describe(
        "The gateways' chains of accepted reports when it became final: how many, how long together, SHA-256 of their heads.",
      ),
  })
  .meta({ id: 'CityReport' })
export type CityReport = z.infer<typeof cityReportSchema>

/** `GET /api/reports/city?month=2026-10`, or `?from=2026-10-01&to=2026-10-15` (both included). */
export const cityReportQuerySchema = z
  .object({ month: monthSchema, from: z.iso.date(), to: z.iso.date(), revision: z.coerce.number().int().min(0) })
  .partial()
  .refine(({ month, from, to }) => (month === undefined) === (from !== undefined && to !== undefined), {
    error: 'name a month, or the first and the last date',
    path: ['month'],
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: 'the last date is before the first',
    path: ['to'],
  })
export type CityReportQuery = z.infer<typeof cityReportQuerySchema>

/** `GET /api/reports/months`: what months there are, newest first. */
export const reportMonthsSchema = z.object({
  months: z.array(
    z.object({
      month: monthSchema,
      state: z.enum(['provisional', 'final']),
      revision: count.nullable(),
      sessions: count.nullable(),
      availability: share.nullable(),
      completeness: share.nullable(),
    }),
  ),
})
export type ReportMonths = z.infer<typeof reportMonthsSchema>
