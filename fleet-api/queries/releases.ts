import { and, asc, count, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import type { Ring } from '../../contract/release.ts'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { canaryGateway, gateway, gatewayUpgrade, release, releasePart } from '../../db/fleet/schema.ts'

export type ReleaseRow = typeof release.$inferSelect

/** All versions, the newest first. */
export async function listReleases(db: FleetReads): Promise<ReleaseRow[]> {
  return db.select().from(release).orderBy(desc(release.sequence))
}

export async function findRelease(db: FleetReads, version: string): Promise<ReleaseRow | null> {
  const [row] = await db.select().from(release).where(eq(release.version, version))
  return row ?? null
}

export async function insertRelease(tx: FleetTransaction, row: ReleaseRow): Promise<void> {
  await tx.insert(release).values(row)
}

export async function updateRing(tx: FleetTransaction, version: string, ring: Ring, ringAt: number): Promise<void> {
  await tx.update(release).set({ ring, ringAt }).where(eq(release.version, version))
}

/** A version with its files and what became of it. */
export async function deleteRelease(tx: FleetTransaction, version: string): Promise<void> {
  await tx.delete(releasePart).where(eq(releasePart.version, version))
  await tx.delete(gatewayUpgrade).where(eq(gatewayUpgrade.version, version))
  await tx.delete(release).where(eq(release.version, version))
}

/** Gateways that get each version first, with their labels, in the order of their ids. */
export async function listCanaries(db: FleetReads) {
  return db
    .select({ gatewayId: canaryGateway.gatewayId, label: gateway.label, chosenAt: canaryGateway.chosenAt })
    .from(canaryGateway)
    .leftJoin(gateway, eq(gateway.gatewayId, canaryGateway.gatewayId))
    .orderBy(asc(canaryGateway.gatewayId))
}

export async function isCanary(db: FleetReads, gatewayId: string): Promise<boolean> {
  const rows = await db
    .select({ gatewayId: canaryGateway.gatewayId })
    .from(canaryGateway)
    .where(eq(canaryGateway.gatewayId, gatewayId))
  return rows.length > 0
}

/** False: it was one already. */
export async function insertCanary(tx: FleetTransaction, gatewayId: string, chosenAt: number): Promise<boolean> {
  const made = await tx
    .insert(canaryGateway)
    .values({ gatewayId, chosenAt })
    .onConflictDoNothing()
    .returning({ gatewayId: canaryGateway.gatewayId })
  return made.length > 0
}

/** False: it was none. */
export async function deleteCanary(tx: FleetTransaction, gatewayId: string): Promise<boolean> {
  const gone = await tx
    .delete(canaryGateway)
    .where(eq(canaryGateway.gatewayId, gatewayId))
    .returning({ gatewayId: canaryGateway.gatewayId })
  return gone.length > 0
}

const inUse = and(isNotNull(gateway.credentialHash), isNull(gateway.revokedAt))

/** How many gateways are enrolled. */
export async function countGateways(db: FleetReads): Promise<number> {
  const [row] = await db.select({ gateways: count() }).from(gateway).where(inUse)
  return row?.gateways ?? 0
}

/** So many are read at once. */
const GATEWAYS_A_PAGE = 5000

/** Enrolled gateways and what they run, some in the order of their ids, from the one after `after`. */
export async function someEnrolled(db: FleetReads, after: string) {
  return db
    .select({ gatewayId: gateway.gatewayId, label: gateway.label, software: gateway.software })
    .from(gateway)
    .where(and(inUse, gt(gateway.gatewayId, after)))
    .orderBy(asc(gateway.gatewayId))
    .limit(GATEWAYS_A_PAGE)
}
