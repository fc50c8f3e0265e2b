import { asc } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { sim } from '../../db/fleet/schema.ts'
import type { SimPlace } from '../billing/read-sims.ts'

const AT_ONCE = 1000

/** Which SIM is where, by SIM. */
export async function listSims(db: FleetReads): Promise<SimPlace[]> {
  return db.select().from(sim).orderBy(asc(sim.sim))
}

/** From now on these are the SIMs, and no others. */
export async function replaceSims(tx: FleetTransaction, places: readonly SimPlace[]): Promise<void> {
  await tx.delete(sim)
  for (let at = 0; at < places.length; at += AT_ONCE) await tx.insert(sim).values(places.slice(at, at + AT_ONCE))
}
