import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { TRIP_SCRIPT, TRIP_SCRIPT_PATH } from '../document/trip/clock.ts'
import { noTripPage, tripPage } from '../document/trip/page.ts'
import { openTripLink, TRIP } from '../trip-links.ts'
import { tripView } from '../trip-view.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { limitLinks, limitVisitors } from './limits.ts'
import { describedApp, FOR_ALL } from './openapi.ts'
import { languageOf, languageQuery, pageAnswers } from './page-answer.ts'

const page = (description: string) => ({ description, content: { 'text/html': { schema: z.string() } } })

/** What whoever has a link that a rider handed on may see: where that bus is, for that trip. Nothing of it is stored anywhere. */
export function tripRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: TRIP_SCRIPT_PATH,
      summary: 'What keeps the page of a trip up to date',
      description: 'A script of the page /viaje/{token}, which does without it where it may not run.',
      responses: pageAnswers('The script', 'text/javascript'),
      ...FOR_ALL,
    }),
    (c) => {
      c.header('Cache-Control', 'public, max-age=3600')
      return c.body(TRIP_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: `${TRIP}/{token}`,
      summary: 'Where the bus of a link is, and its next stops',
      description:
        'The link is made for each trip of a vehicle and handed to its riders by the portal. It is the same for all of them, says nothing ' +
        'of who handed it on, and ends with the trip. Links that never were, and all links while positions are not published, look the same.',
      middleware: [limitVisitors(deps), limitLinks(deps, (c) => c.req.param('token') ?? '')],
      request: { params: z.object({ token: z.string().max(1000) }), query: languageQuery },
      responses: {
        200: page('The page'),
        404: page('The link shows nothing'),
        410: page('The trip has ended'),
      },
      ...FOR_ALL,
    }),
    async (c) => {
      c.header('Cache-Control', 'no-store')
      c.header('X-Robots-Tag', 'noindex')
      const language = languageOf(c, c.req.valid('query').lang)
      const now = deps.now()
      const link = await openTripLink(deps.db, c.req.valid('param').token)
      const view = link && (await tripView(deps.db, link, now))
      if (link === null || view === null) return c.html(noTripPage(language, 'dead'), 404)
      if (view === 'over') return c.html(noTripPage(language, 'over'), 410)
      const { origin, pathname } = new URL(c.req.url)
      const url = `${deps.publicUrl ?? origin}${pathname}`
      return c.html(tripPage(language, view, { url, until: link.endsAt * 1000 }), 200)
    },
  )
  return app
}
