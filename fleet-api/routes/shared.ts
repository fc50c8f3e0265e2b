import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { renderShare } from '../document/share.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { cityReport } from '../report/city-report.ts'
import { dateOf } from '../rules/report/period.ts'
import { openShareLink } from '../share-links.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { limitLinks } from './limits.ts'
import { describedApp, FOR_ALL } from './openapi.ts'

export const SHARED = '/shared'

const TEXTS = {
  es: {
    title: 'Este enlace no abre ningún informe',
    text: 'Puede que haya vencido, que lo hayan retirado o que la dirección esté incompleta. Pide otro a quien te lo envió.',
  },
  en: {
    title: 'This link opens no report',
    text: 'It may have expired, it may have been withdrawn, or the address is incomplete. Ask whoever sent it for another one.',
  },
}

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
      middleware: limitLinks(deps, (c) => c.req.param('token') ?? ''),
      request: { params: z.object({ token: z.string().max(200) }) },
      responses: { 200: page('The report, as a document'), 404: page('The link opens nothing') },
      ...FOR_ALL,
    }),
    async (c) => {
      // The address is the key: nobody keeps the page.
      c.header('Cache-Control', 'no-store')
      c.header('X-Robots-Tag', 'noindex')
      const link = await openShareLink(deps, c.req.valid('param').token, deps.now())
      if (link === null) return c.html(deadLink(c), 404)
      const { language, label, fromDate, toDate } = link
      const report = await cityReport(deps.db, { from: fromDate, to: toDate }, deps.now())
      const until = dateOf(report.timezone, link.expiresAt / 1000)
      const publication = await fleetSetting(deps.db, 'publication')
      return c.html(renderShare(report, { language, label, until }, publication), 200)
    },
  )
  return app
}

function deadLink(c: Context) {
  const code = /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es'
  const { title, text } = TEXTS[code]
  return html`<!doctype html>
<html lang="${code}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Abordo</title>
    <style>
      :root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
      main { max-width: 32rem; margin: 14vh auto 0; padding: 0 1.25rem; }
      h1 { font-size: 1.6rem; line-height: 1.25; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>`
}
