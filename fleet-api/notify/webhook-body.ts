import type { Notice, NoticeAlert } from './texts/notice.ts'

/** What a webhook gets, as JSON. `text` is what chat programs show of it. */
export function webhookBodyOf({ ids, what, language, madeAt, publicUrl, alerts, message }: Notice) {
  return {
    event: what,
    delivery: ids.deliveryId,
    madeAt: iso(madeAt),
    fleet: publicUrl,
    language,
    subject: message.subject,
    text: message.text,
    alerts: alerts.map(alertBody),
  }
}

function alertBody({ id, row, text, url, closedAt }: NoticeAlert) {
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
    summary: text.line,
    likelyCause: text.cause,
    firstStep: text.first,
    url,
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
