import type { Place } from '../../contract/route-evidence.ts'
import type { FleetTransaction } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { vehicleRuns } from '../queries/evidence.ts'
import type { Elsewhere } from '../queries/move-minutes.ts'
import type { ReportRow, ReportToStore } from '../queries/reports.ts'
import { byAssignment } from '../rules/ladder/assignment.ts'
import { type Found, found } from '../rules/ladder/found.ts'
import { byOperator } from '../rules/ladder/operator.ts'
import { bySignOn } from '../rules/ladder/sign-on.ts'
import { byVehiclePositions, STALE_MS, type VehicleRun } from '../rules/ladder/vehicle-positions.ts'
import type { Evidence } from './evidence.ts'
import { followShapes, type Remembered } from './follow-shapes.ts'
import { type Along, alongOf, placeOf } from './place.ts'

/** Stored minutes of a gateway that turn out to have been spent elsewhere. */
export interface Move {
  /** All reports of these minutes. */
  rows: ReportRow[]
  to: (row: ReportRow) => Elsewhere | null
}

export interface Attributed {
  moves: Move[]
  /** Where each gateway was at the end of its newest report. */
  places: Map<ReportRow, Place>
  /** Where on a shape of its route a gateway was at the end of a minute: of minutes that are new, or whose route is; in order of time. */
  alongs: { row: ReportRow; along: Along; operatorCode: string }[]
  /** What to remember of each gateway's way, once all this is committed. */
  remembered: Map<string, Remembered>
}

/**
 * Sets the route of each row by the ladder of route evidence: an operator's word, the assignment, GTFS-Realtime, the sign-on, the trace along the
 * shapes; else it is unknown. A stop or station is on no route, whatever it is assigned to: its riders would be a route's and the stops' too.
 * The rows are of reports that are about to be stored, and not stored yet.
 */
export async function attribute(
  tx: FleetTransaction,
  added: readonly ReportToStore[],
  evidence: Evidence,
  memory: ReadonlyMap<string, Remembered>,
): Promise<Attributed> {
  const result: Attributed = { moves: [], places: new Map(), alongs: [], remembered: new Map() }
  const runs = await runsFor(tx, added)
  for (const { item, rows } of byGateway(added)) {
    const gatewayId = rows[0]?.gatewayId ?? ''
    const higher = new Map(rows.map((row) => [row, above(row, item, evidence, runs)]))
    const shapes =
      item.site === 'vehicle' ? await followShapes(tx, rows, evidence, memory.get(gatewayId) ?? null) : null
    for (const row of rows) {
      const said = item.site === 'vehicle' ? (higher.get(row) ?? shapes?.found(row.minuteAt) ?? null) : null
      row.routeId = said?.routeId ?? UNKNOWN_ROUTE
      row.routeSource = said?.source ?? 'unknown'
      row.routeConfidence = said?.confidence ?? 0
    }
    if (shapes?.move) result.moves.push(shapes.move)
    if (shapes) result.remembered.set(gatewayId, shapes.remembered)
    const newest = rows.at(-1)
    if (!newest || item.site !== 'vehicle') continue
    const along = (row: ReportRow) => (shapes && evidence.index ? alongOf(row, shapes.passed, evidence.index) : null)
    const operatorCode = operatorOf(item)
    for (const row of [...nowKnown(shapes?.move ?? null), ...rows]) {
      const at = along(row)
      if (at) result.alongs.push({ row, along: at, operatorCode })
    }
    const place = placeOf(newest, along(newest), higher.get(newest) ?? null)
    if (place) result.places.set(newest, place)
  }
  return result
}

/** Stored minutes of which only now is known where they were spent, as they are told now. */
function nowKnown(move: Move | null): ReportRow[] {
  return (move?.rows ?? []).flatMap((row) => {
    const to = move?.to(row)
    return to && row.routeId === UNKNOWN_ROUTE ? [{ ...row, ...to }] : []
  })
}

/** MCC and MNC of the network that serves the gateway; '': not known. */
function operatorOf({ uplink }: ReportToStore): string {
  const modems = uplink?.modems ?? []
  return (modems.find(({ state }) => state === 'connected') ?? modems[0])?.operatorCode ?? ''
}

/** What stands above the vehicle's own trace. */
function above(row: ReportRow, item: ReportToStore, evidence: Evidence, runs: Map<string, VehicleRun[]>): Found | null {
  const { network, timetable, word } = evidence
  const operator = byOperator(word.reattributions.get(row.gatewayId) ?? [], row.minuteAt)
  if (operator) return operator
  if (network === null) return item.standing === null ? null : found('assignment', item.standing, 90)
  const { standing } = item
  const assignments = word.assignments.get(row.gatewayId) ?? []
  const { timezone } = network
  const heard = item.vehicleKeys.map((key) => runs.get(key)).find((some) => some !== undefined) ?? []
  return (
    byAssignment(row.minuteAt, { assignments, standing, timezone, timetable }) ??
    byVehiclePositions(heard, row.minuteAt, timetable) ??
    bySignOn(row.signOn, row.minuteAt, { network, timetable })
  )
}

async function runsFor(tx: FleetTransaction, added: readonly ReportToStore[]): Promise<Map<string, VehicleRun[]>> {
  const asking = added.filter(({ standing, site }) => site === 'vehicle' && standing === null)
  const ends = asking.flatMap(({ rows }) => rows.map(({ endedAt }) => endedAt))
  if (ends.length === 0) return new Map()
  const [from, to] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))]
  const stretch = { from: from - 60_000 - STALE_MS, to: to + STALE_MS }
  return vehicleRuns(
    tx,
    asking.flatMap(({ vehicleKeys }) => vehicleKeys),
    stretch,
  )
}

/** The rows of each gateway, in order of time, and what its reports say of the gateway itself. */
function byGateway(added: readonly ReportToStore[]): { item: ReportToStore; rows: ReportRow[] }[] {
  const gateways = new Map<string, { item: ReportToStore; rows: ReportRow[] }>()
  for (const item of added) {
    const gatewayId = item.rows[0]?.gatewayId ?? ''
    const known = gateways.get(gatewayId)
    if (known) known.rows.push(...item.rows)
    else gateways.set(gatewayId, { item, rows: [...item.rows] })
  }
  for (const { rows } of gateways.values()) rows.sort((a, b) => a.startedAt - b.startedAt || a.seq - b.seq)
  return [...gateways.values()]
}
