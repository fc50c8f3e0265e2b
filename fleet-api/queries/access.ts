import { eq } from 'drizzle-orm'
import type { Role } from '../../contract/api.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { setting, user } from '../../db/fleet/schema.ts'

export async function findUser(db: FleetDatabase, email: string): Promise<{ id: string; role: Role } | null> {
  const [row] = await db.select({ id: user.id, role: user.role }).from(user).where(eq(user.email, email))
  return row ?? null
}

/** The fleet's own secret, made at first use. */
export async function fleetSecret(db: FleetDatabase, make: () => string): Promise<string> {
  await db.transaction((tx) => tx.insert(setting).values({ name: 'secret', value: make() }).onConflictDoNothing())
  const [row] = await db.select().from(setting).where(eq(setting.name, 'secret'))
  if (!row) throw new Error('the fleet could not keep its secret')
  return row.value
}
