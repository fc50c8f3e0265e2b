import type { Notice, NoticeAlert } from './texts/notice.ts'

/** Whoever gets a webhook may not take more than some hundred kB. */
const MOST_ALERTS = 200

/** What a webhook gets, as JSON. `text` is what chat programs show of it; `others`: the ids of alerts that are not written out. */
export function webhookBodyOf({ ids, what, language, madeAt, publicUrl, alerts, message }: Notice) {
  return {
    event: what,
    delivery: ids.deliveryId,
    madeAt: iso(madeAt),
    fleet: publicUrl,
    language,
    subject: message.subject,
    text: message.text,
    alerts: alerts.slice(0, MOST_ALERTS).map(alertBody),
    others: alerts.slice(MOST_ALERTS).map(({ id }) => id),
  }
}

function alertBody({ id, row, text, url, closedAt }: NoticeAlert) {
  const { line, cause: likelyCause, first } = text()
  const { kind, scope, subjectId, part, routeId, cause, facts, sinceAt, openedAt } = row.alert
  return {
    id,
    kind,
    scope,
    subjectId,
    label: row.label,
    part,
    routeId: routeId === '' ? null : routeId,
    routeName: row.routeShortName,
    state: closedAt === null ? 'open' : 'closed',
    cause,
    facts,
    since: iso(sinceAt),
    openedAt: openedAt === null ? null : iso(openedAt),
    closedAt: closedAt === null ? null : iso(closedAt),
    summary: line,
    likelyCause,
    firstStep: first,
    url,
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
