import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { cityReportSchema } from '../../contract/city-report.ts'
import { monthSchema } from '../../contract/connectivity.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { Publication } from '../../contract/publication.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { closedPage, dictionaryPage } from '../open-data/dictionary.ts'
import { openMonths } from '../open-data/months.ts'
import { openDataPackage } from '../open-data/package.ts'
import type { Language } from '../open-data/texts.ts'
import { agencyName } from '../queries/tides.ts'
import { daysCsv, reportCsv } from '../report/csv.ts'
import { publicReport } from '../report/public-report.ts'
import { DEFINITIONS } from '../rules/definitions.ts'
import { recentMonth } from './city-pages.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { tagged } from './etag.ts'
import { limitVisitors } from './limits.ts'
import { answers, describedApp, FOR_ALL, problem } from './openapi.ts'
import { csvAnswer } from './report-files.ts'

const ofMonth = z.object({ month: monthSchema.describe('A month of the city’s calendar, such as 2026-10.') })
const ofPackage = z.object({ month: monthSchema.optional().describe('Only this month’s resources; without it, all.') })
const ofPage = z.object({ lang: z.enum(['es', 'en']).optional() })
const csv = { 200: { description: 'A CSV file', content: { 'text/csv': { schema: z.string() } } }, default: problem }

const FIXED =
  'Open to everybody and to every site, unless an admin has said otherwise. The same figures as in the report; what stands for fewer than ten is not told.'

/** The city's figures for anybody: files for each month, what each column is, for programs and for people. */
export function openDataRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.use('/open-data/*', cors({ origin: '*', allowMethods: ['GET', 'HEAD'], exposeHeaders: ['ETag'] }))
  app.use('/open-data/*', limitVisitors(deps))
  app.use(
    '/open-data/*',
    // When a report was made says nothing of its figures.
    tagged({
      types: /^(text\/csv|text\/html|application\/json)/,
      cacheControl: KEPT,
      without: /"madeAt":"[^"]*","city"/,
    }),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/connectivity.csv',
      summary: 'A month of the city, its kinds of sites and its routes, as CSV',
      description: FIXED,
      request: { query: ofMonth },
      responses: csv,
      ...FOR_ALL,
    }),
    async (c) => {
      const { month } = c.req.valid('query')
      const { publication, report } = await openReport(deps, month)
      return csvAnswer(c, reportCsv(report, publication), `connectivity-${month}.csv`)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/days.csv',
      summary: 'A month of the city, day by day, as CSV',
      description: FIXED,
      request: { query: ofMonth },
      responses: csv,
      ...FOR_ALL,
    }),
    async (c) => {
      const { month } = c.req.valid('query')
      const { report } = await openReport(deps, month)
      return csvAnswer(c, daysCsv(report), `days-${month}.csv`)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/connectivity.json',
      summary: 'The report of a month as JSON',
      description: FIXED,
      request: { query: ofMonth },
      responses: answers(cityReportSchema, 'The report of a month as JSON'),
      ...FOR_ALL,
    }),
    async (c) => c.json((await openReport(deps, c.req.valid('query').month)).report, 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/datapackage.json',
      summary: 'What files there are, and their schema',
      description: `A Data Package of Frictionless: a resource for each table and month, with the schema of its columns. ${FIXED}`,
      request: { query: ofPackage },
      responses: answers(z.record(z.string(), z.unknown()), 'datapackage.json'),
      ...FOR_ALL,
    }),
    async (c) => {
      const { month } = c.req.valid('query')
      const publication = await publicationOrNothing(deps)
      const months = (await openMonths(deps.db, deps.now())).filter((one) => month === undefined || one.month === month)
      const agency = await agencyName(deps.db)
      const origin = deps.publicUrl === null ? new URL(c.req.url).origin : new URL(deps.publicUrl).origin
      return c.json(openDataPackage({ origin, publication, agency, months, definitions: DEFINITIONS }), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/',
      summary: 'The open data: its files, and what each column is',
      description: 'A page in Spanish or English. It is made of the same columns as the files and their schema.',
      request: { query: ofPage },
      responses: { 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } }, default: problem },
      ...FOR_ALL,
    }),
    async (c) => {
      c.header('Vary', 'Accept-Language', { append: true })
      const language = languageOf(c, c.req.valid('query').lang)
      const publication = await fleetSetting(deps.db, 'publication')
      if (!publication.open) return c.html(closedPage(language), 404)
      const months = await openMonths(deps.db, deps.now())
      return c.html(dictionaryPage({ publication, agency: await agencyName(deps.db), months }, language))
    },
  )
  app.use('/open-data', async (c) => c.redirect('/open-data/', 308))
  return app
}

/** So long anybody on the way may keep an answer without asking again. */
const KEPT = 'public, max-age=300'

/** Throws AbordoError: not-found while the data is not open. */
async function publicationOrNothing({ db }: FleetDeps): Promise<Publication> {
  const publication = await fleetSetting(db, 'publication')
  if (!publication.open) throw new AbordoError('not-found', 'This data is not open: ask the city for it.')
  return publication
}

async function openReport(deps: FleetDeps, month: string) {
  const publication = await publicationOrNothing(deps)
  return { publication, report: publicReport(await recentMonth(deps, month), publication) }
}

/** Spanish, unless English is asked for. */
function languageOf(c: Context, asked: Language | undefined): Language {
  return asked ?? (/^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es')
}
