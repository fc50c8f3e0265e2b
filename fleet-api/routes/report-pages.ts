import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { cityReportQuerySchema } from '../../contract/city-report.ts'
import { AbordoError } from '../../contract/problem.ts'
import { NO_LINKS } from '../document/context.ts'
import { reportDocument } from '../document/document.ts'
import { problemPage } from '../document/other-pages.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { cityReport } from '../report/city-report.ts'
import { requireRole } from './access.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { describedApp, EVERYONE } from './openapi.ts'
import { languageOf, languageQuery, orToSignIn, pageAnswers, taggedPages } from './page-answer.ts'

/** Wrong ones are answered by a page in words. */
const asked = z.object({
  month: z.string().optional().describe('A month of the city’s calendar, such as 2026-10.'),
  from: z.string().optional().describe('Instead of a month: the first date.'),
  to: z.string().optional().describe('The last date.'),
  revision: z.string().optional().describe('An older revision of a final month.'),
})

/** The report to read and to print, for who is signed in. */
export function reportPageRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/reports/document',
      summary: 'The report as a page, to read and to print',
      description:
        'The figures of /api/reports/city as one page of HTML in Spanish or English, which prints on Letter and A4. A browser that is not signed in is shown where to sign in.',
      request: { query: asked.extend(languageQuery.shape) },
      responses: pageAnswers('The report'),
      middleware: [orToSignIn(requireRole(deps, ...EVERYONE)), taggedPages],
      security: [{ session: [] }, { token: [] }],
      'x-roles': [...EVERYONE],
    }),
    async (c) => {
      const { lang, ...query } = c.req.valid('query')
      const language = languageOf(c, lang)
      const parsed = cityReportQuerySchema.safeParse(query)
      if (!parsed.success) return c.html(problemPage(language, 'badRange'), 400)
      const { month, from = '', to = '', revision = null } = parsed.data
      const period = month === undefined ? { from, to } : { month }
      try {
        const [report, publication] = [
          await cityReport(deps.db, period, deps.now(), revision),
          await fleetSetting(deps.db, 'publication'),
        ]
        const same = new URLSearchParams(period)
        if (revision !== null) same.set('revision', String(revision))
        return c.html(
          reportDocument(report, {
            language,
            audience: 'official',
            publication,
            links: {
              ...NO_LINKS,
              back: month === undefined ? `/reports/${from}/${to}` : `/reports/${month}`,
              otherLanguage: `?${same}&lang=${language === 'es' ? 'en' : 'es'}`,
              csv: `/api/reports/city.csv?${same}`,
              json: `/api/reports/city?${same}`,
              ...(publication.open && { openData: '/open-data/', method: `/city/method?lang=${language}` }),
            },
          }),
        )
      } catch (error) {
        return refused(c, error, language)
      }
    },
  )
  return app
}

/** A range that is too long, or a revision that there is not, is answered in words. */
function refused(c: Context, error: unknown, language: 'es' | 'en') {
  if (!(error instanceof AbordoError)) throw error
  if (error.status === 400) return c.html(problemPage(language, 'badRange'), 400)
  if (error.status === 404) return c.html(problemPage(language, 'noMonth'), 404)
  throw error
}
