import type { AlertDetail, AlertsAnswer } from '../../contract/alerts.ts'
import type { Call } from '../api.ts'
import type { LanguageCode } from '../view-state.ts'

export type AlertsClient = ReturnType<typeof alertsClient>

/** What the fleet answers of alerts. Everything throws ApiError. */
export function alertsClient(call: Call, _origin: string) {
  const json = async <T>(path: string, signal?: AbortSignal) =>
    (await (await call(path, signal ? { signal } : {})).json()) as T
  const send = (method: string, path: string, body?: unknown) =>
    call(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    open: (lang: LanguageCode, signal?: AbortSignal) => json<AlertsAnswer>(`/api/alerts?lang=${lang}`, signal),
    closed: (lang: LanguageCode, before: number | null, signal?: AbortSignal) =>
      json<AlertsAnswer>(`/api/alerts?lang=${lang}&closed=1${before === null ? '' : `&before=${before}`}`, signal),
    one: (id: number, lang: LanguageCode, signal?: AbortSignal) =>
      json<AlertDetail>(`/api/alerts/${id}?lang=${lang}`, signal),
    acknowledge: (id: number, note: string | null) => send('POST', `/api/alerts/${id}/acknowledge`, { note }),
    note: (id: number, note: string | null) => send('POST', `/api/alerts/${id}/note`, { note }),
    snooze: (id: number, until: string) => send('POST', `/api/alerts/${id}/snooze`, { until }),
    unsnooze: (id: number) => send('DELETE', `/api/alerts/${id}/snooze`),
  }
}
