import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { ridersFrame, sessionsPicture } from '../document/embed.ts'
import { problemPage } from '../document/other-pages.ts'
import { monthFor, openFor, optionsOf, originOf, recentMonths } from './city-pages.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { describedApp, FOR_ALL } from './openapi.ts'
import { forVisitors, languageQuery, pageAnswers } from './page-answer.ts'

const query = languageQuery.extend({
  month: z.string().optional().describe('Such as 2026-10; without it, the newest that is over.'),
})
const KEPT = 'public, max-age=300'

/** Charts for other sites' pages, with the line that says where they come from. */
export function embedRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  const middleware = forVisitors(deps)

  app.openapi(
    createRoute({
      method: 'get',
      path: '/embed/sessions.svg',
      summary: 'Sessions by day as a picture, for other sites',
      description: 'An SVG with its heading and source in it, light or dark as the reader likes. For `<img>`.',
      middleware,
      request: { query },
      responses: pageAnswers('The picture', 'image/svg+xml'),
      ...FOR_ALL,
    }),
    async (c) => {
      const found = await reportFor(c, c.req.valid('query'))
      if ('answer' in found) return found.answer
      c.header('Cache-Control', KEPT)
      const { host } = new URL(originOf(deps, c))
      return c.body(sessionsPicture(found.report, optionsOf(found.opened), host), 200, {
        'Content-Type': 'image/svg+xml; charset=utf-8',
      })
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/embed/riders',
      summary: 'When riders are online, by hour of the day, for a frame in other sites',
      description:
        'A small page. Hours are told of months that are final. For `<iframe>`: no other page of the fleet can be framed.',
      middleware,
      request: { query },
      responses: pageAnswers('The page'),
      ...FOR_ALL,
    }),
    async (c) => {
      const found = await reportFor(c, c.req.valid('query'))
      if ('answer' in found) return found.answer
      c.header('Cache-Control', KEPT)
      const origin = originOf(deps, c)
      const { report, opened } = found
      const url = `${origin}/city/${report.month}?lang=${opened.language}`
      return c.html(ridersFrame(report, optionsOf(opened), url, new URL(origin).host))
    },
  )
  return app

  async function reportFor(c: Context, { month, lang }: { month?: string | undefined; lang?: string | undefined }) {
    const opened = await openFor(deps, c, lang)
    if ('closed' in opened) return { answer: opened.closed }
    const months = await recentMonths(deps)
    const found = await monthFor(deps, opened, month ?? months[1]?.month ?? months[0]?.month ?? '')
    if ('problem' in found) return { answer: await c.html(problemPage(opened.language, found.problem), 404) }
    return { report: found.report, opened }
  }
}
