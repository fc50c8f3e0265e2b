import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { enrolmentCode, gateway, route } from '../../db/fleet/schema.ts'

export type GatewayRow = typeof gateway.$inferSelect

export async function listGateways(db: FleetDatabase): Promise<GatewayRow[]> {
  return db.select().from(gateway).orderBy(asc(gateway.gatewayId)).all()
}

export async function findGateway(db: FleetDatabase, gatewayId: string): Promise<GatewayRow | null> {
  return db.select().from(gateway).where(eq(gateway.gatewayId, gatewayId)).get() ?? null
}

export async function findGatewayByCredential(db: FleetDatabase, credentialHash: string): Promise<GatewayRow | null> {
  return db.select().from(gateway).where(eq(gateway.credentialHash, credentialHash)).get() ?? null
}

export async function routeExists(db: FleetDatabase, routeId: string): Promise<boolean> {
  return db.select().from(route).where(eq(route.routeId, routeId)).get() !== undefined
}

export interface NewGateway {
  gatewayId: string
  site: GatewayRow['site']
  label: string | null
  routeId: string | null
  codeHash: string
  addedAt: number
  expiresAt: number
}

/** Adds a gateway with its one-time code. False: there is one of this id already. */
export async function addGateway(db: FleetDatabase, added: NewGateway): Promise<boolean> {
  const { gatewayId, site, label, routeId, codeHash, addedAt, expiresAt } = added
  return db.transaction((tx) => {
    const made = tx.insert(gateway).values({ gatewayId, site, label, routeId, addedAt }).onConflictDoNothing().run()
    if (made.changes === 0) return false
    tx.insert(enrolmentCode).values({ codeHash, gatewayId, expiresAt }).run()
    return true
  })
}

/**
 * Trades a code for a credential, in one transaction, so that two gateways with one code cannot both win.
 * Says `unknown`, `used` or `expired` where there is nothing to trade.
 */
export async function useEnrolmentCode(
  db: FleetDatabase,
  use: { codeHash: string; credentialHash: string; software: string; now: number },
): Promise<{ gatewayId: string } | 'unknown' | 'used' | 'expired'> {
  return db.transaction((tx) => {
    const code = tx.select().from(enrolmentCode).where(eq(enrolmentCode.codeHash, use.codeHash)).get()
    if (!code) return 'unknown'
    if (code.usedAt !== null) return 'used'
    const taken = tx
      .update(enrolmentCode)
      .set({ usedAt: use.now })
      .where(
        and(
          eq(enrolmentCode.codeHash, use.codeHash),
          isNull(enrolmentCode.usedAt),
          gt(enrolmentCode.expiresAt, use.now),
        ),
      )
      .run()
    if (taken.changes === 0) return 'expired'
    tx.update(gateway)
      .set({ credentialHash: use.credentialHash, enrolledAt: use.now, software: use.software })
      .where(eq(gateway.gatewayId, code.gatewayId))
      .run()
    return { gatewayId: code.gatewayId }
  })
}
