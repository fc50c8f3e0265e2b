import { z } from 'zod'
import { agreementSchema } from '../../../contract/agreement.ts'
import { assumptionsSchema } from '../../../contract/assumptions.ts'
import { cityReportSchema } from '../../../contract/city-report.ts'
import { monthSchema } from '../../../contract/connectivity.ts'

const date = z.iso.date()
const rowKey = z.string()
const count = z.int()

const quantities = {
  sessions: count,
  inputOctets: count,
  outputOctets: count,
  ridersSum: count,
  lengths: z.array(count),
  connects: z.array(count),
}
const service = {
  inService: count,
  available: count,
  power: count,
  noSignal: count,
  noData: count,
  simQuota: count,
  gateway: count,
  portal: count,
}
const compared = {
  published: z.array(z.strictObject({ date, rowKey, ...quantities, ridersPeak: count.nullable() })),
  reported: z.array(z.strictObject({ date, rowKey, minutes: count.nullable(), reports: count, due: count })),
  service: z.array(z.strictObject({ date, rowKey, ...service })),
}

/** What a report is made of (rules/report/inputs.ts), as an archive holds it. */
export const inputsSchema = z.strictObject({
  definitions: z.string(),
  timezone: z.string().refine(isZone, 'no time zone'),
  period: z.strictObject({
    month: monthSchema.nullable(),
    fromDate: date,
    toDate: date,
    from: count,
    to: count,
    finalAt: count,
  }),
  state: cityReportSchema.shape.state,
  publishedTo: date.nullable(),
  ...compared,
  vehicles: z.array(z.strictObject({ rowKey, inService: count, reporting: count })),
  scheduled: z.array(z.strictObject({ routeId: z.string(), minutes: count })),
  devices: z.array(z.strictObject({ date, rowKey, estimate: z.number().nullable(), errorShare: z.number() })),
  profile: z.array(
    z.strictObject({
      rowKey,
      hours: z.array(z.number().nullable()).length(24).nullable(),
      weekdays: z.array(z.number().nullable()).length(7).nullable(),
    }),
  ),
  previousMonth: z.strictObject(compared).nullable(),
  lastYear: z.strictObject(compared).nullable(),
  problems: z.strictObject({ reported: count, fixed: count, hoursToFix: z.number() }),
  routes: z.array(
    z.strictObject({
      routeId: z.string(),
      shortName: z.string().nullable(),
      longName: z.string().nullable(),
      color: z.string().nullable(),
    }),
  ),
  assumptions: assumptionsSchema,
  agreement: agreementSchema,
  chain: cityReportSchema.shape.chain,
})

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
