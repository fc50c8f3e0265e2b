import { and, asc, gt, gte, inArray, isNull, lte, or } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { alert, alertEvent, alertThreshold, assignment, gateway, riderProblem } from '../../db/fleet/schema.ts'
import { keyOf, type WatchedGateway } from '../rules/alerts/snapshot.ts'
import type { AlertRow, Plan, Step } from '../rules/alerts/steps.ts'
import { excluded } from './upserts.ts'

/** So many gateways are read at once: some milliseconds. */
const GATEWAYS_A_PAGE = 250

const watched = {
  gatewayId: gateway.gatewayId,
  site: gateway.site,
  siteId: gateway.siteId,
  routeId: gateway.routeId,
  revokedAt: gateway.revokedAt,
  lastReceivedAt: gateway.lastReceivedAt,
  lastEndedAt: gateway.lastEndedAt,
  lastRouteId: gateway.lastRouteId,
  lastPlace: gateway.lastPlace,
  lastClockSource: gateway.lastClockSource,
  lastClockUncertaintyMs: gateway.lastClockUncertaintyMs,
  lastPolicyVersion: gateway.lastPolicyVersion,
  policyProblemVersion: gateway.policyProblemVersion,
  policyProblemReason: gateway.policyProblemReason,
  lastHealth: gateway.lastHealth,
  lastUplink: gateway.lastUplink,
}

/** Some gateways in the order of their ids, from the one after `after`. */
export async function someWatched(db: FleetReads, after: string): Promise<WatchedGateway[]> {
  return db
    .select(watched)
    .from(gateway)
    .where(gt(gateway.gatewayId, after))
    .orderBy(asc(gateway.gatewayId))
    .limit(GATEWAYS_A_PAGE)
}

/** Which route operators say that vehicles run on a service date (YYYYMMDD); of a block alone the route is not told here. Of several the newest counts. */
export async function assignedOn(db: FleetReads, date: string): Promise<Map<string, string | null>> {
  const rows = await db
    .select({ gatewayId: assignment.gatewayId, routeId: assignment.routeId, blockId: assignment.blockId })
    .from(assignment)
    .where(and(lte(assignment.fromDate, date), or(isNull(assignment.toDate), gte(assignment.toDate, date))))
    .orderBy(asc(assignment.assignmentId))
  const found = new Map<string, string | null>()
  for (const { gatewayId, routeId, blockId } of rows) {
    if (blockId === null) found.set(gatewayId, routeId)
    else found.delete(gatewayId)
  }
  return found
}

/** Riders' faults that nobody has answered and that were reported since (ms since 1970), by gateway, the oldest first. */
export async function openRiderProblems(db: FleetReads, since: number): Promise<Map<string, number[]>> {
  const rows = await db
    .select({ gatewayId: riderProblem.gatewayId, reportedAt: riderProblem.reportedAt })
    .from(riderProblem)
    .where(and(isNull(riderProblem.answeredAt), gte(riderProblem.reportedAt, since)))
    .orderBy(asc(riderProblem.reportedAt))
  const found = new Map<string, number[]>()
  for (const { gatewayId, reportedAt } of rows) found.set(gatewayId, [...(found.get(gatewayId) ?? []), reportedAt])
  return found
}

/** Every layer of thresholds as it was last written. */
export async function thresholdLayers(db: FleetReads): Promise<(typeof alertThreshold.$inferSelect)[]> {
  return db.select().from(alertThreshold).orderBy(asc(alertThreshold.scope), asc(alertThreshold.scopeId))
}

/** Alerts that are not closed, told of or not. */
export async function unclosedAlerts(db: FleetReads): Promise<AlertRow[]> {
  return db
    .select()
    .from(alert)
    .where(inArray(alert.state, ['pending', 'open']))
    .orderBy(asc(alert.alertId))
}

/** What became of alerts whose telling matters: those that have opened, or stand by themselves again; and those that have closed. */
export interface OpenedAndClosed {
  opened: number[]
  closed: number[]
}

/** Columns that only the fleet itself changes: what people say of an alert meanwhile stays. */
const toAlerts: Write<typeof alert> = {
  table: alert,
  conflict: {
    target: [alert.alertId],
    set: Object.fromEntries(
      (['routeId', 'state', 'cause', 'facts', 'sinceAt', 'seenAt', 'openedAt', 'closedAt', 'partOf'] as const).map(
        (name) => [name, excluded(alert[name])],
      ),
    ),
  },
}

/** Rows of one statement that adds some. */
const ADDED_AT_ONCE = 200
/** Ids of one statement that changes or deletes some. */
const IDS_AT_ONCE = 500

/** Writes what becomes of the alerts, and what happened to them. `now`: ms since 1970. */
export async function writePlan(
  tx: FleetTransaction,
  { steps, drop, seen }: Plan,
  now: number,
): Promise<OpenedAndClosed> {
  const ids = new Map<string, number>()
  // Those that stand for others come first, and have their ids by then.
  const isNew = (step: Step) => step.row.alertId === 0
  for (const isGroup of [true, false]) {
    const added = steps.filter((step) => isNew(step) && (step.row.scope !== 'gateway') === isGroup)
    for (const part of inParts(added, ADDED_AT_ONCE)) {
      const rows = part.map(({ row: { alertId: _new, ...row }, partOf }) => ({
        ...row,
        partOf: resolved(row.partOf, partOf),
      }))
      const { alertId, kind, scope, subjectId, part: ofTwo } = alert
      const made = await tx.insert(alert).values(rows).returning({ alertId, kind, scope, subjectId, part: ofTwo })
      for (const row of made) ids.set(keyOf(row), row.alertId)
    }
  }
  await tx.writeMany(
    toAlerts,
    steps.filter((step) => !isNew(step)).map(({ row, partOf }) => ({ ...row, partOf: resolved(row.partOf, partOf) })),
  )
  for (const part of inParts(seen, IDS_AT_ONCE))
    await tx.update(alert).set({ seenAt: now }).where(inArray(alert.alertId, part))
  for (const part of inParts(drop, IDS_AT_ONCE)) await tx.delete(alert).where(inArray(alert.alertId, part))
  const events = steps.flatMap(({ row, event }) =>
    event === null ? [] : [{ alertId: idOf(row), at: now, kind: event, by: null, details: {} }],
  )
  for (const part of inParts(events, ADDED_AT_ONCE)) await tx.insert(alertEvent).values(part)
  const told = steps.filter(({ tell }) => tell)
  return {
    opened: told.filter(({ row }) => row.state === 'open').map(({ row }) => idOf(row)),
    closed: told.filter(({ row }) => row.state === 'closed').map(({ row }) => idOf(row)),
  }

  function idOf(row: AlertRow): number {
    return row.alertId === 0 ? (ids.get(keyOf(row)) ?? 0) : row.alertId
  }

  function resolved(known: number | null, key: string | null): number | null {
    return key === null ? known : (ids.get(key) ?? known)
  }
}

function inParts<T>(all: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length),
  )
}
