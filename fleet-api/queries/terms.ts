import { desc, eq } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { terms } from '../../db/fleet/schema.ts'

export type TermsRow = typeof terms.$inferSelect

/** Every version that the operator wrote, the newest first. */
export async function listTerms(db: FleetReads): Promise<TermsRow[]> {
  return db.select().from(terms).orderBy(desc(terms.madeAt), desc(terms.version))
}

/** Null: the operator wrote none of this version; the gateways have one of their own. */
export async function findTerms(db: FleetReads, version: string): Promise<TermsRow | null> {
  const [row] = await db.select().from(terms).where(eq(terms.version, version))
  return row ?? null
}

/** False: there is this version already, and it stays as it is. */
export async function insertTerms(tx: FleetTransaction, row: TermsRow): Promise<boolean> {
  const made = await tx.insert(terms).values(row).onConflictDoNothing().returning({ version: terms.version })
  return made.length > 0
}
