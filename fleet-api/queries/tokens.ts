import { and, asc, eq } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { apiToken } from '../../db/fleet/schema.ts'

export type TokenRow = typeof apiToken.$inferSelect

export async function findApiToken(db: FleetReads, tokenHash: string): Promise<TokenRow | null> {
  const [row] = await db.select().from(apiToken).where(eq(apiToken.tokenHash, tokenHash))
  return row ?? null
}

/** All of them; or those that somebody made. */
export async function listTokens(db: FleetReads, createdBy: string | null): Promise<TokenRow[]> {
  const made = createdBy === null ? undefined : eq(apiToken.createdBy, createdBy)
  return db.select().from(apiToken).where(made).orderBy(asc(apiToken.createdAt), asc(apiToken.id))
}

export async function insertToken(tx: FleetTransaction, row: TokenRow): Promise<void> {
  await tx.insert(apiToken).values(row)
}

/** The token that is gone now; null: there was none, or not of this maker. */
export async function deleteToken(
  tx: FleetTransaction,
  id: string,
  createdBy: string | null,
): Promise<TokenRow | null> {
  const made = createdBy === null ? undefined : eq(apiToken.createdBy, createdBy)
  const [gone] = await tx
    .delete(apiToken)
    .where(and(eq(apiToken.id, id), made))
    .returning()
  return gone ?? null
}

/** Notes the day of use. */
export async function noteTokenUse(db: FleetDatabase, id: string, dayAt: number): Promise<void> {
  await db.transaction((tx) => tx.update(apiToken).set({ lastUsedAt: dayAt }).where(eq(apiToken.id, id)))
}
