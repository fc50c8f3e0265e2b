import { sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Place } from '../../contract/route-evidence.ts'
import type { FleetTransaction, Write } from '../../db/fleet/open.ts'
import { gateway } from '../../db/fleet/schema.ts'
import type { Chain } from '../rules/chain.ts'
import type { ReportRow, ReportToStore } from './reports.ts'
import { excluded } from './upserts.ts'

const newer = (column: AnySQLiteColumn) =>
  sql`case when ${excluded(gateway.lastEndedAt)} >= coalesce(${gateway.lastEndedAt}, 0) then ${excluded(column)} else ${column} end`

/** Of the newest interval the gateway's row keeps what was told with it. By its own time: a late report changes nothing but the time of receipt. */
const toGateways: Write<typeof gateway> = {
  table: gateway,
  conflict: {
    target: [gateway.gatewayId],
    set: {
      lastReceivedAt: excluded(gateway.lastReceivedAt),
      chainLength: excluded(gateway.chainLength),
      chainHead: excluded(gateway.chainHead),
      lastPlace: sql`coalesce(${newer(gateway.lastPlace)}, ${gateway.lastPlace})`,
      droppedAt: sql`coalesce(${excluded(gateway.droppedAt)}, ${gateway.droppedAt})`,
      ...Object.fromEntries(
        (
          [
            'lastRidersConnected',
            'lastRouteId',
            'lastRouteSource',
            'lastRouteConfidence',
            'software',
            'lastClockSource',
            'lastClockUncertaintyMs',
            'lastPolicyVersion',
            'policyProblemVersion',
            'policyProblemReason',
            'lastHealth',
            'lastUplink',
            'lastEndedAt',
          ] as const
        ).map((name) => [name, newer(gateway[name])]),
      ),
    },
  },
}

/** Keeps in each gateway's row what these reports say of it. The row is there: its gateway was found by its credential. */
export async function writeNewest(
  tx: FleetTransaction,
  added: ReportToStore[],
  known: { places: ReadonlyMap<ReportRow, Place>; chains: ReadonlyMap<string, Chain> },
): Promise<void> {
  await tx.writeMany(toGateways, newestOf(added, known))
}

function newestOf(
  added: ReportToStore[],
  { places, chains }: Parameters<typeof writeNewest>[2],
): (typeof gateway.$inferSelect)[] {
  const newest = new Map<string, { row: ReportRow; item: ReportToStore; droppedAt: number | null }>()
  for (const item of added) {
    const row = item.rows.at(-1)
    if (!row) continue
    const known = newest.get(row.gatewayId)
    const droppedAt = row.droppedReports !== null ? row.receivedAt : (known?.droppedAt ?? null)
    if (!known || row.endedAt > known.row.endedAt) newest.set(row.gatewayId, { row, item, droppedAt })
    else known.droppedAt = droppedAt
  }
  return [...newest.values()]
    .map(({ row, item, droppedAt }) => ({
      ...NO_GATEWAY,
      gatewayId: row.gatewayId,
      lastReceivedAt: row.receivedAt,
      lastEndedAt: row.endedAt,
      lastRidersConnected: row.ridersConnected,
      lastRouteId: row.routeId,
      lastRouteSource: row.routeSource,
      lastRouteConfidence: row.routeConfidence,
      lastPlace: places.get(row) ?? null,
      software: row.software,
      lastClockSource: row.clockSource as (typeof gateway.$inferSelect)['lastClockSource'],
      lastClockUncertaintyMs: row.clockUncertaintyMs,
      lastPolicyVersion: row.policyVersion,
      policyProblemVersion: item.policyProblem?.version ?? null,
      policyProblemReason: item.policyProblem?.reason ?? null,
      lastHealth: item.health,
      lastUplink: item.uplink,
      droppedAt,
      chainLength: chains.get(row.gatewayId)?.length ?? 0,
      chainHead: chains.get(row.gatewayId)?.head ?? null,
    }))
    .sort((a, b) => (a.gatewayId < b.gatewayId ? -1 : 1))
}

/** What a row has to have and what is not written where it is there. */
const NO_GATEWAY = {
  site: 'vehicle',
  addedAt: 0,
  label: null,
  vehicleId: null,
  siteId: null,
  routeId: null,
  credentialHash: null,
  credentialAt: null,
  nextCredentialHash: null,
  renewAskedAt: null,
  revokedAt: null,
  clonedAt: null,
  enrolledAt: null,
  snoozedUntil: null,
  snoozeReason: null,
} as const
