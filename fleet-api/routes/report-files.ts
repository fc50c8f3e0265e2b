import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { cityReportQuerySchema } from '../../contract/city-report.ts'
import { cityReport } from '../report/city-report.ts'
import { reportCsv } from '../report/csv.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { tagged } from './etag.ts'
import { describedApp, EVERYONE, problem, readableBy } from './openapi.ts'

/** The report as a file. */
export function reportFileRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.use('/api/reports/city.csv', tagged({ types: /^text\/csv/, cacheControl: 'private, no-cache', without: /(?!)/ }))
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/reports/city.csv',
      summary: 'The report of a month or of any range, as CSV',
      description:
        'The same figures as `/api/reports/city`: a row for the city, for each kind of site and for each route. A cell is empty where ' +
        'nothing is known, or where it stands for fewer than ten; those are named in `suppressed`. `/open-data/` says what each column is.',
      request: { query: cityReportQuerySchema },
      responses: {
        200: { description: 'A CSV file', content: { 'text/csv': { schema: z.string() } } },
        default: problem,
      },
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => {
      const { month, from = '', to = '' } = c.req.valid('query')
      const report = await cityReport(deps.db, month === undefined ? { from, to } : { month }, deps.now())
      return csvAnswer(c, reportCsv(report), `abordo-${report.month ?? `${report.fromDate}-${report.toDate}`}.csv`)
    },
  )
  return app
}

export function csvAnswer(c: Context, text: string, name: string) {
  return c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  })
}
