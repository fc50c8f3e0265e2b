import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { NoticeLanguage } from '../../contract/channels.ts'
import { monthSchema } from '../../contract/connectivity.ts'
import type { Publication } from '../../contract/publication.ts'
import { cityPage } from '../document/city-page.ts'
import { REFRESH_PATH, REFRESH_SCRIPT } from '../document/clock.ts'
import { type DocumentOptions, NO_LINKS } from '../document/context.ts'
import { reportDocument } from '../document/document.ts'
import { methodPage, type PageProblem, problemPage } from '../document/other-pages.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { recently } from '../recently.ts'
import { reportMonths } from '../report/months.ts'
import { publicReport } from '../report/public-report.ts'
import { recentReport } from '../report/recent.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { composeNow } from './now.ts'
import { describedApp, FOR_ALL } from './openapi.ts'
import { forVisitors, languageOf, languageQuery, pageAnswers } from './page-answer.ts'

const KEPT_MS = 60_000
const NOW_MS = 10_000
const OPEN = 'Open to everybody, unless an admin has said otherwise.'

/** What anybody may read of the city's WiFi: right now, and month by month. */
export function cityPageRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  const { db } = deps

  app.openapi(
    createRoute({
      method: 'get',
      path: '/city',
      summary: 'The city’s page, for riders and the press',
      description: `Riders online now (in tens; hidden below ten), gateways that work by route, the latest month and a list of all. ${OPEN}`,
      middleware: forVisitors(deps),
      request: { query: languageQuery },
      responses: pageAnswers('The page'),
      ...FOR_ALL,
    }),
    async (c) => {
      const opened = await openFor(deps, c, c.req.valid('query').lang)
      if ('closed' in opened) return opened.closed
      const { language, publication } = opened
      const months = (await recentMonths(deps)).filter(
        ({ completeness, sessions }) => completeness !== null || sessions !== null,
      )
      // The month that is on has yet to become one: the newest that is over comes first.
      const current = (await recentMonths(deps))[0]?.month
      const latest = months.find(({ month }) => month !== current) ?? months[0]
      c.header('Cache-Control', 'public, max-age=30')
      return c.html(
        cityPage({
          language,
          publication,
          now: await now(deps),
          latest: latest === undefined ? null : publicReport(await recentMonth(deps, latest.month), publication),
          months,
          origin: originOf(deps, c),
        }),
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/city/method',
      summary: 'What each figure means, and how that has changed',
      description: OPEN,
      middleware: forVisitors(deps),
      request: { query: languageQuery },
      responses: pageAnswers('The page'),
      ...FOR_ALL,
    }),
    async (c) => {
      const opened = await openFor(deps, c, c.req.valid('query').lang)
      if ('closed' in opened) return opened.closed
      c.header('Cache-Control', 'public, max-age=300')
      return c.html(methodPage(opened.language, opened.publication))
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: REFRESH_PATH,
      summary: 'What keeps the city’s page up to date',
      description: 'A script of the page /city, which does without it where it may not run.',
      responses: pageAnswers('The script', 'text/javascript'),
      ...FOR_ALL,
    }),
    (c) => {
      c.header('Cache-Control', 'public, max-age=3600')
      return c.body(REFRESH_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/city/{month}',
      summary: 'The report of a month as anybody may read it',
      description: `A page of HTML, which prints on Letter and A4. Money only where an admin has said so. ${OPEN}`,
      middleware: forVisitors(deps),
      request: { params: z.object({ month: z.string().max(20) }), query: languageQuery },
      responses: pageAnswers('The report'),
      ...FOR_ALL,
    }),
    async (c) => {
      const opened = await openFor(deps, c, c.req.valid('query').lang)
      if ('closed' in opened) return opened.closed
      const { month } = c.req.valid('param')
      const found = await monthFor(deps, opened, month)
      if ('problem' in found) return c.html(problemPage(opened.language, found.problem), 404)
      const { language, publication } = opened
      c.header('Cache-Control', 'public, max-age=60')
      return c.html(
        reportDocument(found.report, {
          ...optionsOf(opened),
          links: {
            back: `/city?lang=${language}`,
            otherLanguage: `?lang=${language === 'es' ? 'en' : 'es'}`,
            csv: `/open-data/connectivity.csv?month=${month}`,
            json: `/open-data/connectivity.json?month=${month}`,
            openData: `/open-data/?lang=${language}`,
            method: `/city/method?lang=${language}`,
          },
          publication,
        }),
      )
    },
  )
  return app

  function now({ now: clock }: FleetDeps) {
    const at = clock()
    return recently(db, { key: 'city now', ms: NOW_MS, now: at }, async () => {
      const { asOf, timezone, routes, unknown } = await composeNow(db, at)
      const all = [...routes, unknown]
      const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0)
      return {
        asOf,
        timezone,
        ridersConnected: sum(({ ridersConnected }) => ridersConnected),
        gateways: { total: sum(({ gateways }) => gateways.total), live: sum(({ gateways }) => gateways.live) },
        routes: routes.map(({ routeId, shortName, longName, color, textColor, gateways }) => ({
          ...{ shortName: shortName ?? routeId, longName, color, textColor },
          live: gateways.live,
        })),
      }
    })
  }
}

interface Opened {
  language: NoticeLanguage
  publication: Publication
}

/** In which language it is read; or the page that says that it is not published. */
export async function openFor(
  { db }: FleetDeps,
  c: Context,
  lang: string | undefined,
): Promise<Opened | { closed: Response }> {
  const language = languageOf(c, lang)
  const publication = await fleetSetting(db, 'publication')
  if (publication.open) return { language, publication }
  return { closed: await c.html(problemPage(language, 'closed'), 404) }
}

export function optionsOf({ language, publication }: Opened): DocumentOptions {
  return { language, publication, audience: 'public', links: NO_LINKS }
}

/** A month's report as anybody may read it, or why there is none. */
export async function monthFor(deps: FleetDeps, { publication }: Opened, month: string) {
  const months = await recentMonths(deps)
  if (months.some((one) => one.month === month))
    return { report: publicReport(await recentMonth(deps, month), publication) }
  const isLater = monthSchema.safeParse(month).success && month > (months[0]?.month ?? '9999-12')
  const problem: PageProblem = isLater ? 'laterMonth' : 'noMonth'
  return { problem }
}

export async function recentMonths({ db, now }: FleetDeps) {
  const at = now()
  return (await recently(db, { key: 'months', ms: KEPT_MS, now: at }, () => reportMonths(db, at))).months
}

/** A month's report, which may be a minute old. */
export function recentMonth({ db, now }: FleetDeps, month: string) {
  return recentReport(db, month, now())
}

export function originOf({ publicUrl }: FleetDeps, c: Context): string {
  return new URL(publicUrl ?? c.req.url).origin
}
