import { asc, eq, gt } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { enrolmentCode, gateway, route } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { recorded } from './audit-log.ts'

export type GatewayRow = typeof gateway.$inferSelect

/** Gateways in the order of their ids, from the one after `after`, at most `rows` of them. */
export async function gatewaysAfter(
  db: FleetDatabase,
  { after, rows }: { after: string | undefined; rows: number | undefined },
): Promise<GatewayRow[]> {
  const query = db
    .select()
    .from(gateway)
    .where(after === undefined ? undefined : gt(gateway.gatewayId, after))
    .orderBy(asc(gateway.gatewayId))
  return rows === undefined ? query : query.limit(rows)
}

/** The little that the state now is made of; it is asked for every second. */
export type GatewayNow = Pick<
  GatewayRow,
  'routeId' | 'lastReceivedAt' | 'lastEndedAt' | 'lastRouteId' | 'lastRidersConnected'
>

export async function listGatewaysNow(db: FleetDatabase): Promise<GatewayNow[]> {
  const { routeId, lastReceivedAt, lastEndedAt, lastRouteId, lastRidersConnected } = gateway
  return db.select({ routeId, lastReceivedAt, lastEndedAt, lastRouteId, lastRidersConnected }).from(gateway)
}

export async function findGateway(db: FleetDatabase, gatewayId: string): Promise<GatewayRow | null> {
  const [row] = await db.select().from(gateway).where(eq(gateway.gatewayId, gatewayId))
  return row ?? null
}

export async function routeExists(db: FleetDatabase, routeId: string): Promise<boolean> {
  const rows = await db.select({ routeId: route.routeId }).from(route).where(eq(route.routeId, routeId))
  return rows.length > 0
}

export interface NewGateway {
  gatewayId: string
  site: GatewayRow['site']
  label: string | null
  routeId: string | null
  codeHash: string
  expiresAt: number
}

/** Adds a gateway with its one-time code. False: there is one of this id already. */
export async function addGateway(db: FleetDatabase, added: NewGateway, by: By): Promise<boolean> {
  const { gatewayId, site, label, routeId, codeHash, expiresAt } = added
  return recorded(db, by, async (tx) => {
    const made = await tx
      .insert(gateway)
      .values({ gatewayId, site, label, routeId, addedAt: by.now })
      .onConflictDoNothing()
      .returning({ gatewayId: gateway.gatewayId })
    if (made.length === 0) return { result: false, deed: null }
    await tx.insert(enrolmentCode).values({ codeHash, gatewayId, expiresAt })
    const details = { site, label, routeId }
    return { result: true, deed: { action: 'gateway add', target: { kind: 'gateway', id: gatewayId }, details } }
  })
}
