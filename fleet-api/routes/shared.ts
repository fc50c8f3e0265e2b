import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { problemPage } from '../document/other-pages.ts'
import { renderShare } from '../document/share.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { recently } from '../recently.ts'
import { cityReport } from '../report/city-report.ts'
import { dateOf } from '../rules/report/period.ts'
import { openShareLink } from '../share-links.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { limitLinks, limitVisitors } from './limits.ts'
import { describedApp, FOR_ALL } from './openapi.ts'
import { languageOf } from './page-answer.ts'

export const SHARED = '/shared'
/** A link may be read by a whole council at once, and three years take a while to add up. */
const KEPT_MS = 60_000

const page = (description: string) => ({ description, content: { 'text/html': { schema: z.string() } } })

/** What whoever has a link may read: one report, and nothing else of the fleet. */
export function sharedPage(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: `${SHARED}/{token}`,
      summary: 'The report of a link',
      description: 'Links that have expired, were revoked or never were look the same.',
      middleware: [limitVisitors(deps), limitLinks(deps, (c) => c.req.param('token') ?? '')],
      request: { params: z.object({ token: z.string().max(200) }) },
      responses: { 200: page('The report, as a document'), 404: page('The link opens nothing') },
      ...FOR_ALL,
    }),
    async (c) => {
      // The address is the key: nobody keeps the page.
      c.header('Cache-Control', 'no-store')
      c.header('X-Robots-Tag', 'noindex')
      const link = await openShareLink(deps, c.req.valid('param').token, deps.now())
      if (link === null) return c.html(problemPage(languageOf(c, undefined), 'deadLink'), 404)
      const { language, label, fromDate: from, toDate: to } = link
      // A range that is a month is that month, with its revision.
      const now = deps.now()
      const key = `range ${from} ${to}`
      const report = await recently(deps.db, { key, ms: KEPT_MS, now }, () => cityReport(deps.db, { from, to }, now))
      const until = dateOf(report.timezone, link.expiresAt / 1000)
      const publication = await fleetSetting(deps.db, 'publication')
      return c.html(renderShare(report, { language, label, until }, publication), 200)
    },
  )
  return app
}
