import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { alert, alertEvent, feed, gateway, route } from '../../db/fleet/schema.ts'

const IDS_AT_ONCE = 500

export type AlertRow = typeof alert.$inferSelect

/** An alert with what people call the gateway and the route that it is about. */
export interface AlertAndNames {
  alert: AlertRow
  label: string | null
  /** Null: it is about no gateway. */
  site: 'vehicle' | 'stop' | 'station' | null
  /** Nobody is told of the gateway's alerts until then. */
  gatewaySnoozedUntil: number | null
  routeShortName: string | null
  routeLongName: string | null
}

/** Alerts by their ids, in the order of these; those that are not there any more are left out. */
export async function alertsAndNames(db: FleetReads, ids: readonly number[]): Promise<AlertAndNames[]> {
  const found = new Map<number, AlertAndNames>()
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const rows = await db
      .select({
        alert,
        label: gateway.label,
        site: gateway.site,
        gatewaySnoozedUntil: gateway.snoozedUntil,
        routeShortName: route.routeShortName,
        routeLongName: route.routeLongName,
      })
      .from(alert)
      .leftJoin(gateway, and(eq(alert.scope, 'gateway'), eq(gateway.gatewayId, alert.subjectId)))
      .leftJoin(route, and(eq(route.routeId, alert.routeId), inArray(route.feedId, liveFeed(db))))
      .where(inArray(alert.alertId, ids.slice(from, from + IDS_AT_ONCE)))
    for (const row of rows) found.set(row.alert.alertId, row)
  }
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
}

function liveFeed(db: FleetReads) {
  return db.select({ feedId: feed.feedId }).from(feed).where(eq(feed.state, 'live'))
}

/** Open alerts whose snooze, or whose gateway's, ended by itself after `since` and not after `now` (ms since 1970). */
export async function awokenAlerts(db: FleetReads, since: number, now: number): Promise<number[]> {
  const rows = await db
    .select({ alertId: alert.alertId })
    .from(alert)
    .leftJoin(gateway, and(eq(alert.scope, 'gateway'), eq(gateway.gatewayId, alert.subjectId)))
    .where(
      and(
        eq(alert.state, 'open'),
        isNull(alert.partOf),
        or(
          and(gt(alert.snoozedUntil, since), lte(alert.snoozedUntil, now)),
          and(gt(gateway.snoozedUntil, since), lte(gateway.snoozedUntil, now)),
        ),
      ),
    )
  return rows.map(({ alertId }) => alertId)
}

export interface ToldRow {
  alertId: number
  channelId: number
  closed: boolean
}

/** Which channels were told of which of these alerts. */
export async function toldOf(db: FleetReads, alertIds: readonly number[]): Promise<ToldRow[]> {
  const told: ToldRow[] = []
  for (let from = 0; from < alertIds.length; from += IDS_AT_ONCE) {
    const some = alertIds.slice(from, from + IDS_AT_ONCE)
    const rows = await db
      .select({ alertId: alertEvent.alertId, details: alertEvent.details })
      .from(alertEvent)
      .where(and(inArray(alertEvent.alertId, some), eq(alertEvent.kind, 'told')))
    for (const { alertId, details } of rows) {
      told.push({ alertId, channelId: Number(details.channelId), closed: details.what === 'closed' })
    }
  }
  return told
}
