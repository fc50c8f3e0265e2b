import { eq } from 'drizzle-orm'
import type { NewChannel } from '../../contract/channels.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { alert, alertEvent, delivery, gateway } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addChannel } from '../../fleet-api/channels.ts'
import type { Mailer } from '../../fleet-api/notify/email.ts'
import { createSender, type SenderDeps } from '../../fleet-api/notify/sender.ts'
import { tellOf } from '../../fleet-api/notify/tell.ts'
import type { ChannelRow } from '../../fleet-api/queries/channels.ts'
import type { AlertRow } from '../../fleet-api/queries/told-alerts.ts'
import { NOW } from './fleet.ts'

export const NOW_MS = Date.parse(NOW)
export const MINUTE_MS = 60_000

/** Adds an open alert about a gateway, since 08:12 in Mexico City, and says its number. */
export async function openAlert(db: FleetDatabase, more: Partial<AlertRow> = {}): Promise<number> {
  const row = {
    kind: 'uplink-down' as const,
    scope: 'gateway' as const,
    subjectId: 'bus-1043',
    routeId: 'T2',
    state: 'open' as const,
    cause: 'no-data' as const,
    facts: {},
    sinceAt: Date.parse('2026-11-24T14:12:00Z'),
    seenAt: NOW_MS,
    openedAt: NOW_MS,
    ...more,
  }
  const [added] = await db.transaction((tx) => tx.insert(alert).values(row).returning({ id: alert.alertId }))
  return added?.id ?? 0
}

export async function addBus(db: FleetDatabase, gatewayId: string, label: string | null = null): Promise<void> {
  await db.transaction((tx) => tx.insert(gateway).values({ gatewayId, site: 'vehicle', label, addedAt: 0 }))
}

export async function changeAlert(db: FleetDatabase, id: number, set: Partial<AlertRow>): Promise<void> {
  await db.transaction((tx) => tx.update(alert).set(set).where(eq(alert.alertId, id)))
}

export function emailTo(address: string, more: Partial<NewChannel> = {}): NewChannel {
  return { kind: 'email', name: 'Taller norte', address, language: 'es', kinds: null, ...more } as NewChannel
}

export function webhookAt(address: string, more: Partial<NewChannel> = {}): NewChannel {
  return { kind: 'webhook', name: 'Caja de alertas', address, language: 'es', kinds: null, ...more } as NewChannel
}

export function added(db: FleetDatabase, channel: NewChannel): Promise<ChannelRow> {
  return addChannel(db, channel, byCommandLine(NOW_MS))
}

export function told(db: FleetDatabase, news: { opened?: number[]; closed?: number[] }, now = NOW_MS): Promise<void> {
  return db.transaction((tx) => tellOf(tx, { opened: news.opened ?? [], closed: news.closed ?? [] }, now))
}

/** What the fleet sends by, and its clock. */
export function senderOn(db: FleetDatabase, mailer: Mailer | null = null, more: Partial<SenderDeps> = {}) {
  const clock = { now: NOW_MS }
  const logged: string[] = []
  const sender = createSender({
    db,
    mailer,
    now: () => clock.now,
    publicUrl: 'https://fleet.example.mx',
    log: (message) => logged.push(message),
    changed: () => undefined,
    ...more,
  })
  return { clock, logged, sender }
}

export async function deliveriesIn(db: FleetDatabase) {
  return db.select().from(delivery).orderBy(delivery.deliveryId)
}

/** Who was told of what, as the alerts' own history has it. */
export async function tellingsIn(db: FleetDatabase) {
  const { alertId, at, details } = alertEvent
  return db
    .select({ alertId, at, details })
    .from(alertEvent)
    .where(eq(alertEvent.kind, 'told'))
    .orderBy(alertEvent.eventId)
}
