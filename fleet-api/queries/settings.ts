import { eq } from 'drizzle-orm'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { setting } from '../../db/fleet/schema.ts'

/** What the fleet remembers under a name; null: nothing. */
export async function readSetting(db: FleetReads, name: string): Promise<string | null> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, name))
  return row?.value ?? null
}

export async function writeSetting(db: FleetDatabase, name: string, value: string): Promise<void> {
  await db.transaction((tx) =>
    tx.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } }),
  )
}
