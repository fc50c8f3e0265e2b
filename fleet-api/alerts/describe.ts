import type { Alert } from '../../contract/alerts.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import { deliveriesWaiting, type ListedAlert, partsOf, toldEvents } from '../queries/alerts.ts'
import { emailsOf } from '../queries/users.ts'

type Told = Alert['told'][number]

/** Alerts as the API tells them: with who was told, who is still to be, and who acknowledged them. `now`: ms since 1970. */
export async function describeAlerts(db: FleetReads, listed: readonly ListedAlert[], now: number): Promise<Alert[]> {
  const ids = listed.map(({ alert }) => alert.alertId)
  const [parts, told] = [await partsOf(db, ids), await toldBy(db, ids)]
  const emails = await emailsOf(
    db,
    listed.flatMap(({ alert }) => alert.acknowledgedBy ?? []),
  )
  return listed.map(({ alert, label, gatewaySnoozedUntil }) => ({
    id: alert.alertId,
    kind: alert.kind,
    scope: alert.scope,
    subjectId: alert.subjectId,
    label,
    part: alert.part,
    routeId: alert.routeId || null,
    state: alert.state === 'closed' ? 'closed' : 'open',
    cause: alert.cause,
    facts: alert.facts,
    since: iso(alert.sinceAt),
    openedAt: iso(alert.openedAt ?? alert.sinceAt),
    closedAt: alert.closedAt === null ? null : iso(alert.closedAt),
    acknowledged:
      alert.acknowledgedAt === null
        ? null
        : { at: iso(alert.acknowledgedAt), by: emails.get(alert.acknowledgedBy ?? '') ?? null },
    note: alert.note,
    snoozedUntil: endOfSnooze(alert.snoozedUntil, gatewaySnoozedUntil, now),
    partOf: alert.partOf,
    parts: parts.get(alert.alertId) ?? 0,
    told: told.get(alert.alertId) ?? [],
  }))
}

/** Who was told of the opening of each alert, each channel once, and whose message is still to go out. */
async function toldBy(db: FleetReads, ids: number[]): Promise<Map<number, Told[]>> {
  const found = new Map<number, Map<unknown, Told>>()
  const add = (alertId: number, channelId: unknown, one: Told) => {
    const known = found.get(alertId) ?? new Map<unknown, Told>()
    found.set(alertId, known)
    if (!known.has(channelId)) known.set(channelId, one)
  }
  for (const { alertId, at, details } of await toldEvents(db, ids)) {
    const kind = details.kind === 'webhook' ? 'webhook' : 'email'
    if (details.what !== 'closed')
      add(alertId, details.channelId, { channel: String(details.channel), kind, at: iso(at) })
  }
  const wanted = new Set(ids)
  for (const { channelId, name, kind, body } of await deliveriesWaiting(db)) {
    if (body.what === 'closed') continue
    for (const alertId of body.alerts)
      if (wanted.has(alertId)) add(alertId, channelId, { channel: name, kind, at: null })
  }
  return new Map([...found].map(([alertId, told]) => [alertId, [...told.values()]]))
}

/** Of its own snooze and its gateway's the later; null: neither lasts. */
function endOfSnooze(one: number | null, other: number | null, now: number): string | null {
  const later = Math.max(one ?? 0, other ?? 0)
  return later > now ? iso(later) : null
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
