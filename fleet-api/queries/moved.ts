import { and, inArray } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { report } from '../../db/fleet/schema.ts'

const GATEWAYS_AT_ONCE = 500

/** How far these gateways moved in these minutes (starts, seconds since 1970): what is stored, in no order. */
export async function movedIn(db: FleetReads, gatewayIds: readonly string[], minutes: readonly number[]) {
  const { gatewayId, minuteAt, movedM } = report
  const found: { gatewayId: string; minuteAt: number; movedM: number | null }[] = []
  for (let from = 0; from < gatewayIds.length; from += GATEWAYS_AT_ONCE) {
    const some = gatewayIds.slice(from, from + GATEWAYS_AT_ONCE)
    const rows = await db
      .select({ gatewayId, minuteAt, movedM })
      .from(report)
      .where(and(inArray(minuteAt, [...minutes]), inArray(gatewayId, some)))
    found.push(...rows)
  }
  return found
}
