import { eq } from 'drizzle-orm'
import type { AlertEventKind } from '../../contract/alerts.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { alert, alertEvent, gateway } from '../../db/fleet/schema.ts'
import type { By, Deed } from '../audit.ts'
import type { AlertRow } from '../rules/alerts/steps.ts'
import { recorded } from './audit-log.ts'

/** What somebody says of an alert. */
export interface Word {
  set: Partial<Pick<AlertRow, 'acknowledgedAt' | 'acknowledgedBy' | 'note' | 'snoozedUntil'>>
  event: Exclude<AlertEventKind, 'opened' | 'told' | 'closed'>
  action: Deed['action']
  details: Record<string, unknown>
  /** Can be said of one that has closed, too. */
  alsoClosed?: boolean
}

/** Writes down what somebody says of an alert. closed: it is too late to say so; null: there is none of this number. */
export async function sayOfAlert(
  db: FleetDatabase,
  alertId: number,
  word: Word,
  by: By,
): Promise<'said' | 'closed' | null> {
  return recorded(db, by, async (tx) => {
    const [row] = await tx.select({ state: alert.state }).from(alert).where(eq(alert.alertId, alertId))
    if (!row || row.state === 'pending') return { result: null, deed: null }
    if (row.state === 'closed' && !word.alsoClosed) return { result: 'closed', deed: null }
    await tx.update(alert).set(word.set).where(eq(alert.alertId, alertId))
    await addEvent(tx, alertId, word, by)
    const target = { kind: 'alert', id: String(alertId) } as const
    return { result: 'said', deed: { action: word.action, target, details: word.details } }
  })
}

async function addEvent(tx: FleetTransaction, alertId: number, { event, details }: Word, { actor, now }: By) {
  const by = actor.kind === 'user' ? actor.id : null
  await tx.insert(alertEvent).values({ alertId, at: now, kind: event, by, details })
}

/** Snoozes a gateway, or ends its snooze (null). False: there is none of this id. */
export async function snoozeGateway(
  db: FleetDatabase,
  gatewayId: string,
  snooze: { until: number; reason: string } | null,
  by: By,
): Promise<boolean> {
  return recorded(db, by, async (tx) => {
    const changed = await tx
      .update(gateway)
      .set({ snoozedUntil: snooze?.until ?? null, snoozeReason: snooze?.reason ?? null })
      .where(eq(gateway.gatewayId, gatewayId))
      .returning({ gatewayId: gateway.gatewayId })
    if (changed.length === 0) return { result: false, deed: null }
    const target = { kind: 'gateway', id: gatewayId } as const
    if (snooze === null) return { result: true, deed: { action: 'gateway unsnooze', target } }
    const details = { until: new Date(snooze.until).toISOString(), reason: snooze.reason }
    return { result: true, deed: { action: 'gateway snooze', target, details } }
  })
}
