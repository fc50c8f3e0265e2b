import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, sql, sum } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { alert, alertEvent, channel, delivery, gateway } from '../../db/fleet/schema.ts'
import type { AlertRow } from '../rules/alerts/steps.ts'
import { prepared } from './prepared.ts'

export type AlertEventRow = typeof alertEvent.$inferSelect

/** An alert, and what its gateway is called and until when it is snoozed. */
export interface ListedAlert {
  alert: AlertRow
  label: string | null
  gatewaySnoozedUntil: number | null
}

const listed = { alert, label: gateway.label, gatewaySnoozedUntil: gateway.snoozedUntil }
const itsGateway = and(eq(alert.scope, 'gateway'), eq(gateway.gatewayId, alert.subjectId))

/** Alerts that are open, of one gateway or of all, the newest first. */
export async function openAlerts(db: FleetReads, gatewayId: string | undefined): Promise<ListedAlert[]> {
  return db
    .select(listed)
    .from(alert)
    .leftJoin(gateway, itsGateway)
    .where(and(eq(alert.state, 'open'), ofGateway(gatewayId)))
    .orderBy(desc(alert.openedAt), desc(alert.alertId))
}

/** Alerts that have closed, of one gateway or of all, from the newest number below `before` down. */
export async function closedAlerts(
  db: FleetReads,
  { gatewayId, before, rows }: { gatewayId: string | undefined; before: number | undefined; rows: number },
): Promise<ListedAlert[]> {
  return db
    .select(listed)
    .from(alert)
    .leftJoin(gateway, itsGateway)
    .where(
      and(
        eq(alert.state, 'closed'),
        ofGateway(gatewayId),
        before === undefined ? undefined : lt(alert.alertId, before),
      ),
    )
    .orderBy(desc(alert.alertId))
    .limit(rows)
}

/** One that is or was open; null: there is none of this number. */
export async function findAlert(db: FleetReads, alertId: number): Promise<ListedAlert | null> {
  const [row] = await db
    .select(listed)
    .from(alert)
    .leftJoin(gateway, itsGateway)
    .where(and(eq(alert.alertId, alertId), isNotNull(alert.openedAt)))
  return row ?? null
}

function ofGateway(gatewayId: string | undefined) {
  return gatewayId === undefined ? undefined : and(eq(alert.scope, 'gateway'), eq(alert.subjectId, gatewayId))
}

/** How many alerts each of these stands for. */
export async function partsOf(db: FleetReads, alertIds: number[]): Promise<Map<number, number>> {
  if (alertIds.length === 0) return new Map()
  const rows = await db
    .select({ partOf: alert.partOf, parts: count() })
    .from(alert)
    .where(inArray(alert.partOf, alertIds))
    .groupBy(alert.partOf)
  return new Map(rows.flatMap(({ partOf, parts }) => (partOf === null ? [] : [[partOf, Number(parts)]])))
}

/** What happened to alerts, in order. */
export async function alertEvents(db: FleetReads, alertIds: number[]): Promise<AlertEventRow[]> {
  if (alertIds.length === 0) return []
  return db.select().from(alertEvent).where(inArray(alertEvent.alertId, alertIds)).orderBy(asc(alertEvent.eventId))
}

/** Who was told of alerts, in order. */
export async function toldEvents(db: FleetReads, alertIds: number[]): Promise<AlertEventRow[]> {
  if (alertIds.length === 0) return []
  return db
    .select()
    .from(alertEvent)
    .where(and(inArray(alertEvent.alertId, alertIds), eq(alertEvent.kind, 'told')))
    .orderBy(asc(alertEvent.eventId))
}

/** Messages that are still to be sent, and over which channel. */
export async function deliveriesWaiting(db: FleetReads) {
  return db
    .select({ channelId: channel.channelId, name: channel.name, kind: channel.kind, body: delivery.body })
    .from(delivery)
    .innerJoin(channel, eq(channel.channelId, delivery.channelId))
    .where(isNotNull(delivery.dueAt))
    .orderBy(asc(delivery.deliveryId))
}

const counter = prepared('open alerts', (db) =>
  db
    .select({
      open: count(),
      acknowledged: sum(sql`case when ${alert.acknowledgedAt} is null then 0 else 1 end`).mapWith(Number),
    })
    .from(alert)
    .where(and(eq(alert.state, 'open'), isNull(alert.partOf))),
)

/** How many alerts are open, and how many of those nobody has acknowledged; those that another stands for are not counted. */
export async function countOpenAlerts(db: FleetReads): Promise<{ open: number; unacknowledged: number }> {
  const [row] = await counter(db, {})
  const open = Number(row?.open ?? 0)
  return { open, unacknowledged: open - (row?.acknowledged ?? 0) }
}

const conditionAlerts = prepared('alerts of gateways', (db) =>
  db
    .select({
      alertId: alert.alertId,
      kind: alert.kind,
      subjectId: alert.subjectId,
      cause: alert.cause,
      sinceAt: alert.sinceAt,
    })
    .from(alert)
    .where(and(eq(alert.state, 'open'), eq(alert.scope, 'gateway')))
    .orderBy(asc(alert.sinceAt), asc(alert.alertId)),
)
export type ConditionAlert = Awaited<ReturnType<typeof conditionAlerts>>[number]

/** The open alerts of all gateways, by gateway, the oldest condition first. */
export async function alertsByGateway(db: FleetReads): Promise<Map<string, ConditionAlert[]>> {
  const found = new Map<string, ConditionAlert[]>()
  for (const row of await conditionAlerts(db, {})) {
    const known = found.get(row.subjectId)
    if (known) known.push(row)
    else found.set(row.subjectId, [row])
  }
  return found
}
