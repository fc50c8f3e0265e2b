import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type Alert,
  type AlertDetail,
  acknowledgeSchema,
  alertDetailSchema,
  alertsAnswerSchema,
  gatewaySnoozedSchema,
  gatewaySnoozeSchema,
  noteSchema,
  snoozeSchema,
} from '../../contract/alerts.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '../../contract/channels.ts'
import { AbordoError } from '../../contract/problem.ts'
import { describeAlerts } from '../alerts/describe.ts'
import { alertsInWords } from '../alerts/in-words.ts'
import { acknowledge, addNote, endSnooze, snooze, snoozeAll } from '../alerts/words.ts'
import { alertEvents, closedAlerts, findAlert, type ListedAlert, openAlerts } from '../queries/alerts.ts'
import { emailsOf } from '../queries/users.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.coerce.number().int().meta({ example: 12 }) })
const gatewayParams = z.object({ id: z.string() })
const language = {
  lang: z.enum(NOTICE_LANGUAGES).optional().describe('In whose words alerts are told, too; without it, in none.'),
}
const listQuery = z.object({
  gateway: z.string().min(1).max(200).optional().describe('Of one gateway only.').meta({ example: 'bus-1' }),
  closed: z.enum(['0', '1']).optional().describe('1: those that have closed, the newest first, by pages.'),
  before: z.coerce.number().int().min(1).optional().describe('Of closed ones: what `next` said in the page before.'),
  ...language,
})
/** Closed alerts on one page. */
const PAGE = 100

/** What is wrong in the fleet now, and what was; and what people say of it. */
export function alertRoutes(deps: FleetDeps) {
  const { db, now } = deps
  const byOperators = changeableBy(deps, 'admin', 'operator')

  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/alerts',
        request: { query: listQuery },
        responses: answers(alertsAnswerSchema, 'Alerts that are open; with `closed=1` those that were'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const { gateway: gatewayId, closed, before, lang } = c.req.valid('query')
        const asOf = new Date(now()).toISOString()
        if (closed !== '1') {
          const alerts = await described(await openAlerts(db, gatewayId), lang)
          return c.json({ asOf, alerts, next: null }, 200)
        }
        const rows = await closedAlerts(db, { gatewayId, before, rows: PAGE + 1 })
        const page = rows.slice(0, PAGE)
        const next = rows.length > PAGE ? (page.at(-1)?.alert.alertId ?? null) : null
        return c.json({ asOf, alerts: await described(page, lang), next }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/alerts/{id}',
        request: { params, query: z.object(language) },
        responses: answers(alertDetailSchema, 'One alert, and what became of it'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await detailOf(c.req.valid('param').id, c.req.valid('query').lang), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/alerts/{id}/acknowledge',
        request: { params, body: jsonBody(acknowledgeSchema) },
        responses: answers(alertDetailSchema, 'The alert, which somebody looks after now'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await acknowledge(db, id, c.req.valid('json').note, c.var.by)
        return c.json(await changed(id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/alerts/{id}/note',
        request: { params, body: jsonBody(noteSchema) },
        responses: answers(alertDetailSchema, 'The alert with the note'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await addNote(db, id, c.req.valid('json').note, c.var.by)
        return c.json(await changed(id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/alerts/{id}/snooze',
        request: { params, body: jsonBody(snoozeSchema) },
        responses: answers(alertDetailSchema, 'The alert, of which nobody is told until then'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await snooze(db, id, c.req.valid('json').until, c.var.by)
        return c.json(await changed(id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/alerts/{id}/snooze',
        request: { params },
        responses: answers(alertDetailSchema, 'The alert, of which people are told again'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await endSnooze(db, id, c.var.by)
        return c.json(await changed(id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/gateways/{id}/snooze',
        request: { params: gatewayParams, body: jsonBody(gatewaySnoozeSchema) },
        responses: answers(gatewaySnoozedSchema, 'The gateway, of whose alerts nobody is told until then'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        const { until, reason } = c.req.valid('json')
        await snoozeAll(db, id, { until, reason }, c.var.by)
        deps.live.changed()
        return c.json({ id, snoozed: { until: new Date(until).toISOString(), reason } }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/gateways/{id}/snooze',
        request: { params: gatewayParams },
        responses: answers(gatewaySnoozedSchema, 'The gateway, of whose alerts people are told again'),
        ...byOperators,
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await snoozeAll(db, id, null, c.var.by)
        deps.live.changed()
        return c.json({ id, snoozed: null }, 200)
      },
    )

  async function changed(id: number): Promise<AlertDetail> {
    deps.live.changed()
    return detailOf(id)
  }

  async function described(rows: ListedAlert[], lang?: NoticeLanguage): Promise<Alert[]> {
    const alerts = await describeAlerts(db, rows, now())
    if (lang === undefined) return alerts
    const ids = alerts.map(({ id }) => id)
    const words = await alertsInWords(db, ids, lang, now())
    return alerts.map((one) => ({ ...one, words: words.get(one.id) }))
  }

  async function detailOf(id: number, lang?: NoticeLanguage): Promise<AlertDetail> {
    const row = await findAlert(db, id)
    const [one] = row === null ? [] : await described([row], lang)
    if (!one) throw new AbordoError('not-found', 'There is no alert of this number.')
    const events = await alertEvents(db, [id])
    const emails = await emailsOf(
      db,
      events.flatMap(({ by }) => by ?? []),
    )
    return {
      ...one,
      events: events.map(({ at, kind, by, details }) => ({
        at: new Date(at).toISOString(),
        kind,
        by: by === null ? null : (emails.get(by) ?? null),
        details,
      })),
    }
  }
}
export type AlertApi = ReturnType<typeof alertRoutes>
