import { createRoute } from '@hono/zod-openapi'
import {
  type CityReportQuery,
  cityReportQuerySchema,
  cityReportSchema,
  reportMonthsSchema,
} from '../../contract/city-report.ts'
import { cityReport } from '../report/city-report.ts'
import { reportMonths } from '../report/months.ts'
import type { Asked } from '../rules/report/period.ts'
import type { FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

/** The report that a city stands on, for programs and for the official's desk. */
export function cityReportRoutes(deps: FleetDeps) {
  const forEveryone = readableBy(deps, ...EVERYONE)
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/reports/city',
        request: { query: cityReportQuerySchema },
        responses: answers(
          cityReportSchema,
          'The report of a month, or of any range of dates: what riders got, by route and kind of site, with the limits of every figure',
        ),
        ...forEveryone,
      }),
      async (c) => {
        const query = c.req.valid('query')
        return c.json(await cityReport(deps.db, askedOf(query), deps.now(), query.revision ?? null), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/reports/months',
        responses: answers(reportMonthsSchema, 'The months of which there is a report, the newest first'),
        ...forEveryone,
      }),
      async (c) => c.json(await reportMonths(deps.db, deps.now()), 200),
    )
}
export type CityReportApi = ReturnType<typeof cityReportRoutes>

function askedOf({ month, from = '', to = '' }: CityReportQuery): Asked {
  return month === undefined ? { from, to } : { month }
}
