import { and, count, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { UpgradeState } from '../../contract/release.ts'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { gateway, gatewayUpgrade, release } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

export type UpgradeRow = typeof gatewayUpgrade.$inferSelect

const statesFinder = prepared('upgrades of a gateway', (db) =>
  db
    .select({ version: gatewayUpgrade.version, state: gatewayUpgrade.state })
    .from(gatewayUpgrade)
    .where(eq(gatewayUpgrade.gatewayId, sql.placeholder('gatewayId'))),
)

/** What became of each version on a gateway. */
export async function statesOf(db: FleetReads, gatewayId: string): Promise<{ version: string; state: UpgradeState }[]> {
  return statesFinder(db, { gatewayId })
}

export async function findUpgrade(db: FleetReads, gatewayId: string, version: string): Promise<UpgradeRow | null> {
  const [row] = await db
    .select()
    .from(gatewayUpgrade)
    .where(and(eq(gatewayUpgrade.gatewayId, gatewayId), eq(gatewayUpgrade.version, version)))
  return row ?? null
}

export async function putUpgrade(tx: FleetTransaction, row: UpgradeRow): Promise<void> {
  const { gatewayId: _gateway, version: _version, ...set } = row
  await tx
    .insert(gatewayUpgrade)
    .values(row)
    .onConflictDoUpdate({ target: [gatewayUpgrade.gatewayId, gatewayUpgrade.version], set })
}

/** Which gateways have rolled each version back since an admin last said who is to have it, and when the fleet heard of it. */
export async function rolledBackByVersion(db: FleetReads): Promise<Map<string, { gatewayId: string; at: number }[]>> {
  const rows = await db
    .select({ version: gatewayUpgrade.version, gatewayId: gatewayUpgrade.gatewayId, at: gatewayUpgrade.receivedAt })
    .from(gatewayUpgrade)
    .innerJoin(release, eq(release.version, gatewayUpgrade.version))
    .where(and(eq(gatewayUpgrade.state, 'rolled-back'), gt(gatewayUpgrade.receivedAt, release.ringAt)))
  const byVersion = new Map<string, { gatewayId: string; at: number }[]>()
  for (const { version, ...failure } of rows) {
    const failures = byVersion.get(version)
    if (failures) failures.push(failure)
    else byVersion.set(version, [failure])
  }
  return byVersion
}

/** How many gateways say what of each version. */
export async function countStates(db: FleetReads) {
  const { version, state } = gatewayUpgrade
  return db.select({ version, state, gateways: count() }).from(gatewayUpgrade).groupBy(version, state)
}

/** What each gateway says of a version. */
export async function statesOfVersion(db: FleetReads, version: string): Promise<Map<string, UpgradeState>> {
  const rows = await db
    .select({ gatewayId: gatewayUpgrade.gatewayId, state: gatewayUpgrade.state })
    .from(gatewayUpgrade)
    .where(eq(gatewayUpgrade.version, version))
  return new Map(rows.map(({ gatewayId, state }) => [gatewayId, state]))
}

/** Where a version was refused or rolled back, the newest first. */
export async function failuresOf(db: FleetReads, version: string, limit: number) {
  const { gatewayId, state, reason, at } = gatewayUpgrade
  return db
    .select({ gatewayId, label: gateway.label, state, reason, at })
    .from(gatewayUpgrade)
    .leftJoin(gateway, eq(gateway.gatewayId, gatewayUpgrade.gatewayId))
    .where(and(eq(gatewayUpgrade.version, version), inArray(state, ['refused', 'rolled-back'])))
    .orderBy(desc(gatewayUpgrade.receivedAt), desc(gatewayId))
    .limit(limit)
}

/** What became of the newest versions on a gateway. */
export async function newestUpgrades(db: FleetReads, gatewayId: string, limit: number) {
  const { version, state, reason, at } = gatewayUpgrade
  return db
    .select({ version, state, reason, at })
    .from(gatewayUpgrade)
    .where(eq(gatewayUpgrade.gatewayId, gatewayId))
    .orderBy(desc(gatewayUpgrade.receivedAt), desc(version))
    .limit(limit)
}
