import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { gateway, gatewayChainDay } from '../../db/fleet/schema.ts'
import { type Anchor, type Chain, NO_CHAIN } from '../rules/chain.ts'
import { preparedForMany } from './prepared.ts'

const chainsOf = preparedForMany('chains of gateways', ['gatewayId'], (db, { gatewayId }) =>
  locked(
    db
      .select({ gatewayId: gateway.gatewayId, length: gateway.chainLength, head: gateway.chainHead })
      .from(gateway)
      .where(inArray(gateway.gatewayId, gatewayId))
      // Everybody in the same order: those who wait for one another do so in turn.
      .orderBy(asc(gateway.gatewayId)),
  ),
)

/** What is read stays as it is until the transaction ends. In SQLite it does so by itself: one transaction writes at a time. */
function locked<Q extends object>(query: Q): Q {
  return 'for' in query ? (query as Q & { for: (strength: 'no key update') => Q }).for('no key update') : query
}

/** The chains of the gateways of these rows; until the transaction ends nobody else lengthens them. */
export async function lockChains(tx: FleetTransaction, rows: { gatewayId: string }[]): Promise<Map<string, Chain>> {
  const asked = [...new Set(rows.map(({ gatewayId }) => gatewayId))].sort().map((gatewayId) => ({ gatewayId }))
  const found = await chainsOf(tx, asked, {})
  return new Map(found.map(({ gatewayId, length, head }) => [gatewayId, { length, head: head ?? NO_CHAIN.head }]))
}

/** Writes down how every gateway's chain stands in a day (start, seconds since 1970, UTC), once. False: that had been done. */
export async function writeChainDay(db: FleetDatabase, dayAt: number): Promise<boolean> {
  const ofDay = eq(gatewayChainDay.dayAt, dayAt)
  const known = await db.select({ dayAt: gatewayChainDay.dayAt }).from(gatewayChainDay).where(ofDay).limit(1)
  if (known.length > 0) return false
  await db.transaction((tx) =>
    tx
      .insert(gatewayChainDay)
      .select(
        tx
          .select({
            gatewayId: gateway.gatewayId,
            dayAt: sql<number>`${sql.raw(String(dayAt))}`.as('day_at'),
            length: gateway.chainLength,
            head: sql<string>`coalesce(${gateway.chainHead}, '')`.as('head'),
          })
          .from(gateway)
          // Without it SQLite takes "on conflict" for the join's.
          .where(sql`true`),
      )
      .onConflictDoNothing(),
  )
  return true
}

/** Every moment at which it was written down how a gateway's chain stood, in order, the beginning first and now last; null: no such gateway. */
export async function chainAnchors(db: FleetReads, gatewayId: string): Promise<Anchor[] | null> {
  const [now] = await db
    .select({ addedAt: gateway.addedAt, length: gateway.chainLength, head: gateway.chainHead })
    .from(gateway)
    .where(eq(gateway.gatewayId, gatewayId))
  if (!now) return null
  const days = await db
    .select({ at: gatewayChainDay.dayAt, length: gatewayChainDay.length, head: gatewayChainDay.head })
    .from(gatewayChainDay)
    .where(eq(gatewayChainDay.gatewayId, gatewayId))
    .orderBy(asc(gatewayChainDay.dayAt))
  return [
    { ...NO_CHAIN, at: now.addedAt / 1000 },
    ...days,
    { at: Number.MAX_SAFE_INTEGER, length: now.length, head: now.head ?? NO_CHAIN.head },
  ]
}
