import { eq } from 'drizzle-orm'
import type { Role } from '../../contract/api.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { apiToken, setting, user } from '../../db/fleet/schema.ts'

export async function findApiToken(db: FleetDatabase, tokenHash: string) {
  return db.select().from(apiToken).where(eq(apiToken.tokenHash, tokenHash)).get() ?? null
}

export async function addApiToken(db: FleetDatabase, token: typeof apiToken.$inferInsert): Promise<void> {
  db.insert(apiToken).values(token).run()
}

export async function findUser(db: FleetDatabase, email: string): Promise<{ id: string; role: Role } | null> {
  return db.select({ id: user.id, role: user.role }).from(user).where(eq(user.email, email)).get() ?? null
}

/** The fleet's own secret, made at first use. */
export async function fleetSecret(db: FleetDatabase, make: () => string): Promise<string> {
  db.insert(setting).values({ name: 'secret', value: make() }).onConflictDoNothing().run()
  const row = db.select().from(setting).where(eq(setting.name, 'secret')).get()
  if (!row) throw new Error('the fleet could not keep its secret')
  return row.value
}
