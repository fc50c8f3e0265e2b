import { eq, gte, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, Write } from '../../db/fleet/open.ts'
import { gateway, vehicleRun } from '../../db/fleet/schema.ts'
import type { VehicleRun } from '../rules/ladder/vehicle-positions.ts'
import { excluded } from './upserts.ts'

/** By whatever names the vehicles with gateways may be called: vehicle id, label, the gateway's id. */
export async function vehicleKeys(db: FleetReads): Promise<Set<string>> {
  const { gatewayId, vehicleId, label } = gateway
  const rows = await db.select({ gatewayId, vehicleId, label }).from(gateway).where(eq(gateway.site, 'vehicle'))
  return new Set(rows.flatMap((row) => [row.vehicleId, row.label, row.gatewayId].filter((key) => key !== null)))
}

/** The newest run of each vehicle that was heard of at `since` (ms since 1970) or later. */
export async function newestRuns(db: FleetReads, since: number): Promise<Map<string, VehicleRun>> {
  const newest = new Map<string, VehicleRun>()
  for (const run of await db.select().from(vehicleRun).where(gte(vehicleRun.lastAt, since))) {
    const known = newest.get(run.vehicleKey)
    if (known === undefined || run.firstAt > known.firstAt) newest.set(run.vehicleKey, run)
  }
  return newest
}

/** Several processes may hear the same: a run is never made shorter. */
const toRuns: Write<typeof vehicleRun> = {
  table: vehicleRun,
  conflict: {
    target: [vehicleRun.vehicleKey, vehicleRun.firstAt],
    set: {
      lastAt: sql`case when ${excluded(vehicleRun.lastAt)} > ${vehicleRun.lastAt} then ${excluded(vehicleRun.lastAt)} else ${vehicleRun.lastAt} end`,
    },
  },
}

/** So many in one transaction: reports are stored in between. */
const ROWS_A_STEP = 2000

/** Writes runs, new ones and those that go on. */
export async function writeRuns(db: FleetDatabase, runs: readonly VehicleRun[]): Promise<void> {
  const sorted = [...runs].sort((a, b) => (a.vehicleKey < b.vehicleKey ? -1 : 1))
  for (let at = 0; at < sorted.length; at += ROWS_A_STEP) {
    const step = sorted.slice(at, at + ROWS_A_STEP)
    await db.transaction((tx) => tx.writeMany(toRuns, step))
  }
}
