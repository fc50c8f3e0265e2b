import { asc, gt } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway } from '../../db/fleet/schema.ts'
import type { GatewayRow } from './gateways.ts'

/** Gateways in the order of their ids, from the one after `after`, at most `rows` of them. */
export async function gatewaysAfter(
  db: FleetDatabase,
  { after, rows }: { after: string | undefined; rows: number | undefined },
): Promise<GatewayRow[]> {
  const query = db
    .select()
    .from(gateway)
    .where(after === undefined ? undefined : gt(gateway.gatewayId, after))
    .orderBy(asc(gateway.gatewayId))
  return rows === undefined ? query : query.limit(rows)
}
