import { and, asc, eq, gte, lt, sum } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { gatewayModemDay, sim, WAN_PORT } from '../../db/fleet/schema.ts'
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

/** Octets over the uplinks' own interfaces that hold a SIM themselves, in some days of UTC (seconds since 1970, half open). */
export async function uplinkSimUse(db: FleetReads, { from, to }: { from: number; to: number }) {
  const { gatewayId, port, dayAt, receivedOctets, sentOctets } = gatewayModemDay
  return db
    .select({
      gatewayId: sim.gatewayId,
      port: sim.port,
      received: sum(receivedOctets).mapWith(Number),
      sent: sum(sentOctets).mapWith(Number),
    })
    .from(sim)
    .innerJoin(gatewayModemDay, and(eq(gatewayId, sim.gatewayId), eq(port, sim.port)))
    .where(and(eq(sim.port, WAN_PORT), gte(dayAt, from), lt(dayAt, to)))
    .groupBy(sim.gatewayId, sim.port)
}
