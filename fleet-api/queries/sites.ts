import { asc, eq, isNotNull } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { gateway, site } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { recorded } from './audit-log.ts'

export type SiteRow = typeof site.$inferSelect

/** All stops and stations. */
export async function listSites(db: FleetReads): Promise<SiteRow[]> {
  return db.select().from(site).orderBy(asc(site.siteId))
}

export async function findSite(db: FleetReads, siteId: string): Promise<SiteRow | null> {
  const [row] = await db.select().from(site).where(eq(site.siteId, siteId))
  return row ?? null
}

/** The ids of the gateways that serve each site, by site. */
export async function gatewaysOfSites(db: FleetReads): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ siteId: gateway.siteId, gatewayId: gateway.gatewayId })
    .from(gateway)
    .where(isNotNull(gateway.siteId))
    .orderBy(asc(gateway.gatewayId))
  const found = new Map<string, string[]>()
  for (const { siteId, gatewayId } of rows) {
    if (siteId !== null) found.set(siteId, [...(found.get(siteId) ?? []), gatewayId])
  }
  return found
}

/** Writes a site, new or not. */
export async function putSite(db: FleetDatabase, row: SiteRow, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const { siteId, ...set } = row
    await tx.insert(site).values(row).onConflictDoUpdate({ target: site.siteId, set })
    return { result: undefined, deed: { action: 'site set', target: { kind: 'site', id: siteId }, details: set } }
  })
}

/** Takes a site away; its gateways stay, without opening hours. False: there is none of this id. */
export async function deleteSite(db: FleetDatabase, siteId: string, by: By): Promise<boolean> {
  return recorded(db, by, async (tx) => {
    const gone = await tx.delete(site).where(eq(site.siteId, siteId)).returning({ siteId: site.siteId })
    if (gone.length === 0) return { result: false, deed: null }
    await tx.update(gateway).set({ siteId: null }).where(eq(gateway.siteId, siteId))
    return { result: true, deed: { action: 'site remove', target: { kind: 'site', id: siteId } } }
  })
}

/** Says which stop or station a gateway serves; null: none. `allowed` throws where it may not. */
export async function putGatewaySite(
  db: FleetDatabase,
  { gatewayId, siteId }: { gatewayId: string; siteId: string | null },
  allowed: (tx: FleetTransaction) => Promise<void>,
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    await allowed(tx)
    await tx.update(gateway).set({ siteId }).where(eq(gateway.gatewayId, gatewayId))
    const target = { kind: 'gateway', id: gatewayId } as const
    return { result: undefined, deed: { action: 'gateway site', target, details: { siteId } } }
  })
}
