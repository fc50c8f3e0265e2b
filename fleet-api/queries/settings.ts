import { and, eq, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { setting } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

const finder = prepared('setting', (db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.name, sql.placeholder('name'))),
)

/** What the fleet remembers under a name; null: nothing. */
export async function readSetting(db: FleetReads, name: string): Promise<string | null> {
  const [row] = await finder(db, { name })
  return row?.value ?? null
}

export async function writeSetting(tx: FleetTransaction, name: string, value: string): Promise<void> {
  await tx.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } })
}

/** Whoever asks for a lock of this name after this waits for the end of this transaction. */
export async function lockByName(tx: FleetTransaction, name: string): Promise<void> {
  await writeSetting(tx, name, '')
}

/** The fleet's own secret, made at first use. */
export async function fleetSecret(db: FleetDatabase, make: () => string): Promise<string> {
  await db.transaction((tx) => tx.insert(setting).values({ name: 'secret', value: make() }).onConflictDoNothing())
  const secret = await readSetting(db, 'secret')
  if (secret === null) throw new Error('the fleet could not keep its secret')
  return secret
}

/**
 * Changes what is remembered under a name where it still is what somebody has read there (null: nothing). False: somebody else was
 * faster, and nothing has changed.
 */
export async function exchangeSetting(
  tx: FleetTransaction,
  name: string,
  { from, to }: { from: string | null; to: string },
): Promise<boolean> {
  const changed =
    from === null
      ? await tx.insert(setting).values({ name, value: to }).onConflictDoNothing().returning({ name: setting.name })
      : await tx
          .update(setting)
          .set({ value: to })
          .where(and(eq(setting.name, name), eq(setting.value, from)))
          .returning({ name: setting.name })
  return changed.length > 0
}
