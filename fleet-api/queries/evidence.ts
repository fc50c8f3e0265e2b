import { and, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { assignment, reattribution, report, vehicleRun } from '../../db/fleet/schema.ts'
import type { Assignment } from '../rules/ladder/assignment.ts'
import type { Reattribution } from '../rules/ladder/operator.ts'
import type { VehicleRun } from '../rules/ladder/vehicle-positions.ts'
import { preparedForMany } from './prepared.ts'
import type { ReportRow } from './reports.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Counts up with each change of what operators say, so that every process notices. */
const REVISION = 'evidence-revision'

/** What operators say of their vehicles, by gateway; the newest first. */
export interface OperatorsWord {
  revision: string
  assignments: ReadonlyMap<string, Assignment[]>
  reattributions: ReadonlyMap<string, Reattribution[]>
}

export async function evidenceRevision(db: FleetReads): Promise<string> {
  return (await readSetting(db, REVISION)) ?? '0'
}

/** Notes that what operators say has changed, within the transaction that changes it. */
export async function evidenceChanged(tx: FleetTransaction): Promise<void> {
  await writeSetting(tx, REVISION, String(Number(await evidenceRevision(tx)) + 1))
}

/** All that operators say now, read at one moment. */
export async function readOperatorsWord(db: FleetDatabase): Promise<OperatorsWord> {
  return db.snapshot(async (reads) => ({
    revision: await evidenceRevision(reads),
    assignments: byGateway(await reads.select().from(assignment).orderBy(desc(assignment.assignmentId))),
    reattributions: byGateway(await reads.select().from(reattribution).orderBy(desc(reattribution.reattributionId))),
  }))
}

function byGateway<T extends { gatewayId: string }>(rows: T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const of = found.get(row.gatewayId)
    if (of) of.push(row)
    else found.set(row.gatewayId, [row])
  }
  return found
}

const runsOfVehicles = preparedForMany('runs of vehicles', ['vehicleKey'], (db, { vehicleKey }) =>
  db
    .select()
    .from(vehicleRun)
    .where(
      and(
        inArray(vehicleRun.vehicleKey, vehicleKey),
        gte(vehicleRun.lastAt, sql.placeholder('from')),
        lte(vehicleRun.firstAt, sql.placeholder('to')),
      ),
    ),
)

/** What GTFS-Realtime said of these vehicles between two moments (ms since 1970), by their keys. */
export async function vehicleRuns(
  db: FleetReads,
  keys: string[],
  stretch: { from: number; to: number },
): Promise<Map<string, VehicleRun[]>> {
  const found = new Map<string, VehicleRun[]>()
  if (keys.length === 0) return found
  const asked = [...new Set(keys)].map((vehicleKey) => ({ vehicleKey }))
  for (const run of await runsOfVehicles(db, asked, stretch)) {
    const of = found.get(run.vehicleKey)
    if (of) of.push(run)
    else found.set(run.vehicleKey, [run])
  }
  return found
}

const reportsOfMinutes = preparedForMany('reports of minutes', ['minuteAt'], (db, { minuteAt }) =>
  db
    .select()
    .from(report)
    .where(and(inArray(report.minuteAt, minuteAt), eq(report.gatewayId, sql.placeholder('gatewayId')))),
)

/** What is stored of a gateway's minutes (starts, seconds since 1970), in order of time. */
export async function reportsOf(db: FleetReads, gatewayId: string, minutes: number[]): Promise<ReportRow[]> {
  if (minutes.length === 0) return []
  const asked = minutes.map((minuteAt) => ({ minuteAt }))
  const rows = await reportsOfMinutes(db, asked, { gatewayId })
  return rows.sort((a, b) => a.startedAt - b.startedAt)
}
