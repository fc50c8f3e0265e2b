import { eq, sql } from 'drizzle-orm'
import { gateway } from '../../db/fleet/schema.ts'
import type { Fleet } from '../../fleet-api/main.ts'

/**
 * The demo's history arrives within a minute of its start, so a bus that has been missing for an hour would look as if it had just
 * spoken. This sets its last receipt to when its last interval ended. Only the demo's own database is ever touched.
 */
export async function rememberSilence(fleet: Fleet, gatewayId: string): Promise<void> {
  await fleet.db.transaction((tx) =>
    tx
      .update(gateway)
      .set({ lastReceivedAt: sql`${gateway.lastEndedAt}` })
      .where(eq(gateway.gatewayId, gatewayId)),
  )
}
