import { eq, ne, sql } from 'drizzle-orm'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { roamingDay, roamingFingerprint } from '../../db/gateway/schema.ts'

export type RoamingDay = typeof roamingDay.$inferSelect

/** The day that is held, on or over; null: none is. */
export function heldRoaming(db: GatewayDatabase): RoamingDay | null {
  return db.select().from(roamingDay).get() ?? null
}

/** Holds a day, and nothing of any other one. */
export function holdRoaming(db: GatewayDatabase, day: RoamingDay): void {
  db.transaction((tx) => {
    tx.delete(roamingFingerprint).run()
    tx.delete(roamingDay).where(ne(roamingDay.date, day.date)).run()
    tx.insert(roamingDay).values(day).onConflictDoUpdate({ target: roamingDay.date, set: day }).run()
  })
}

export function forgetRoaming(db: GatewayDatabase): void {
  db.transaction((tx) => {
    tx.delete(roamingFingerprint).run()
    tx.delete(roamingDay).run()
  })
}

/** Whether a fingerprint is known. Prepared once: it is asked for each client that comes. */
export function fingerprintFinder(db: GatewayDatabase): (fingerprint: number) => boolean {
  const find = db
    .select({ one: sql<number>`1` })
    .from(roamingFingerprint)
    .where(eq(roamingFingerprint.fingerprint, sql.placeholder('fingerprint')))
    .prepare()
  return (fingerprint) => find.get({ fingerprint }) !== undefined
}

/** Keeps a fingerprint that the fleet is to be told. */
export function noteFingerprint(db: GatewayDatabase, fingerprint: number): void {
  db.insert(roamingFingerprint).values({ fingerprint, told: false }).onConflictDoNothing().run()
}

/** Fingerprints that the fleet has not been told. */
export function untold(db: GatewayDatabase, limit: number): number[] {
  const rows = db
    .select({ fingerprint: roamingFingerprint.fingerprint })
    .from(roamingFingerprint)
    .where(eq(roamingFingerprint.told, false))
    .limit(limit)
    .all()
  return rows.map(({ fingerprint }) => fingerprint)
}

/** Keeps what an exchange has brought, and that the fleet has what it was told: these, and those that came from it. */
export function keepExchange(
  db: GatewayDatabase,
  { date, told, came, next }: { date: string; told: number[]; came: number[]; next: number },
): void {
  db.transaction((tx) => {
    const keep = tx
      .insert(roamingFingerprint)
      .values({ fingerprint: sql.placeholder('fingerprint'), told: true })
      .onConflictDoUpdate({ target: roamingFingerprint.fingerprint, set: { told: true } })
      .prepare()
    for (const fingerprint of [...told, ...came]) keep.run({ fingerprint })
    tx.update(roamingDay).set({ next }).where(eq(roamingDay.date, date)).run()
  })
}
