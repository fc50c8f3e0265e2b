import { hc } from 'hono/client'
import type { AlertDetail, AlertsAnswer } from '../../contract/alerts.ts'
import type { AlertApi } from '../../fleet-api/routes/alerts.ts'
import type { Call } from '../api.ts'
import type { LanguageCode } from '../view-state.ts'

export type AlertsClient = ReturnType<typeof alertsClient>

/** What the fleet answers of alerts, and what is done about them. Everything throws ApiError. */
export function alertsClient(call: Call, origin: string) {
  const { alerts } = hc<AlertApi>(origin, { fetch: call }).api
  const one = alerts[':id']
  const param = (id: number) => ({ id: String(id) })
  const until = (signal?: AbortSignal) => (signal ? { init: { signal } } : {})
  return {
    async open(lang: LanguageCode, signal?: AbortSignal) {
      return (await (await alerts.$get({ query: { lang } }, until(signal))).json()) as AlertsAnswer
    },
    async closed(lang: LanguageCode, before: number | null, signal?: AbortSignal) {
      const query = { lang, closed: '1' as const, ...(before !== null && { before: String(before) }) }
      return (await (await alerts.$get({ query }, until(signal))).json()) as AlertsAnswer
    },
    async one(id: number, lang: LanguageCode, signal?: AbortSignal) {
      return (await (await one.$get({ param: param(id), query: { lang } }, until(signal))).json()) as AlertDetail
    },
    acknowledge: (id: number, note: string | null) =>
      one.acknowledge.$post({ param: param(id), json: note === null ? {} : { note } }),
    note: (id: number, note: string) => one.note.$post({ param: param(id), json: { note } }),
    snooze: (id: number, until: string) => one.snooze.$post({ param: param(id), json: { until } }),
    unsnooze: (id: number) => one.snooze.$delete({ param: param(id) }),
  }
}
