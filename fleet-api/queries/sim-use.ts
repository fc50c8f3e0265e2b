import { and, asc, gt, gte, lt, lte, min, ne, sum } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { gatewayModemDay, WAN_PORT } from '../../db/fleet/schema.ts'

/** Octets over each SIM of the gateways after `after` up to `last`, in the days of UTC from `from` to `to` (seconds since 1970, half open). */
export async function simUseOf(
  db: FleetReads,
  { after, last }: { after: string; last: string },
  { from, to }: { from: number; to: number },
) {
  const { gatewayId, port, dayAt, receivedOctets, sentOctets } = gatewayModemDay
  return db
    .select({
      gatewayId,
      port,
      received: sum(receivedOctets).mapWith(Number),
      sent: sum(sentOctets).mapWith(Number),
      firstDayAt: min(dayAt).mapWith(Number),
    })
    .from(gatewayModemDay)
    .where(and(gt(gatewayId, after), lte(gatewayId, last), ne(port, WAN_PORT), gte(dayAt, from), lt(dayAt, to)))
    .groupBy(gatewayId, port)
    .orderBy(asc(gatewayId), asc(port))
}
