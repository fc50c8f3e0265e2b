import { and, asc, desc, eq } from 'drizzle-orm'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { assignment, gateway, reattribution, report } from '../../db/fleet/schema.ts'
import type { By, Deed } from '../audit.ts'
import type { Boot } from '../rules/boot-runs.ts'
import { bootKey } from '../rules/boot-runs.ts'
import type { CityTime } from '../rules/city-time.ts'
import type { Assignment } from '../rules/ladder/assignment.ts'
import { recorded } from './audit-log.ts'
import { askForAvailability } from './availability-turn.ts'
import { lockSeqs } from './boots.ts'
import { evidenceChanged, reportsOf } from './evidence.ts'
import { moveMinutes } from './move-minutes.ts'

/** Assignments of a gateway, the newest first. */
export async function assignmentsOf(db: FleetDatabase, gatewayId: string): Promise<Assignment[]> {
  return db.select().from(assignment).where(eq(assignment.gatewayId, gatewayId)).orderBy(desc(assignment.assignmentId))
}

export async function addAssignment(
  db: FleetDatabase,
  added: Omit<Assignment, 'assignmentId' | 'madeAt'>,
  by: By,
): Promise<number> {
  return recorded(db, by, async (tx) => {
    const [made] = await tx
      .insert(assignment)
      .values({ ...added, madeAt: by.now })
      .returning({ id: assignment.assignmentId })
    await evidenceChanged(tx)
    const { gatewayId, ...details } = added
    return { result: made?.id ?? 0, deed: deedOn(gatewayId, 'gateway assign', details) }
  })
}

/** False: the gateway has no such assignment. */
export async function removeAssignment(db: FleetDatabase, gatewayId: string, id: number, by: By): Promise<boolean> {
  return recorded(db, by, async (tx) => {
    const gone = await tx
      .delete(assignment)
      .where(and(eq(assignment.gatewayId, gatewayId), eq(assignment.assignmentId, id)))
      .returning({ routeId: assignment.routeId, blockId: assignment.blockId })
    if (gone.length === 0) return { result: false, deed: null }
    await evidenceChanged(tx)
    return { result: true, deed: deedOn(gatewayId, 'gateway unassign', { ...gone[0] }) }
  })
}

/** Changes what a gateway is called, or what it is assigned to until further notice. */
export async function changeGateway(
  db: FleetDatabase,
  gatewayId: string,
  change: Partial<Pick<typeof gateway.$inferSelect, 'label' | 'vehicleId' | 'routeId'>>,
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    await tx.update(gateway).set(change).where(eq(gateway.gatewayId, gatewayId))
    return { result: undefined, deed: deedOn(gatewayId, 'gateway change', change) }
  })
}

/** Minutes that are stored of a gateway, in order, with the route of each and what it was taken from. `from`, `to`: seconds since 1970, half open. */
export async function routeMinutesOf(db: FleetDatabase, gatewayId: string, minutes: number[]) {
  const rows = await reportsOf(db, gatewayId, minutes)
  return rows.map(({ minuteAt, routeId, routeSource, routeConfidence }) => ({
    minuteAt,
    routeId,
    routeSource,
    routeConfidence,
  }))
}

/**
 * Tells of a stretch of a gateway's minutes on which route they were spent, for good: what is stored is moved, all rollups with it, and what is still
 * to come follows. Returns how many reports were moved.
 */
export async function reattribute(
  db: FleetDatabase,
  told: { gatewayId: string; minutes: number[]; routeId: string },
  { time, by }: { time: CityTime; by: By },
): Promise<number> {
  const { gatewayId, minutes, routeId } = told
  const [from, to] = [minutes[0] ?? 0, minutes.at(-1) ?? 0]
  await db.prepareMinutes([from, to])
  return recorded(db, by, async (tx) => {
    await tx.insert(reattribution).values({ gatewayId, fromMinuteAt: from, toMinuteAt: to, routeId, madeAt: by.now })
    await evidenceChanged(tx)
    const rows = await lockedReports(tx, gatewayId, minutes)
    const elsewhere = { routeId, routeSource: 'operator', routeConfidence: 100 } as const
    const isTold = (row: { routeId: string; routeSource: string }) =>
      row.routeId === routeId && row.routeSource === 'operator'
    const moved = await moveMinutes(tx, rows, (row) => (isTold(row) ? null : elsewhere), time)
    await askForAvailability(tx, { from: time.dayOf(from), to: time.dayOf(to) })
    const details = { from: iso(from), to: iso(to + 60), routeId: routeId || null, moved }
    return { result: moved, deed: deedOn(gatewayId, 'gateway reattribute', details) }
  })
}

/** Nobody else stores reports of these boots until the transaction ends. */
async function lockedReports(tx: FleetTransaction, gatewayId: string, minutes: number[]) {
  const boots = new Map<string, Boot>()
  for (const { bootId } of await reportsOf(tx, gatewayId, minutes))
    boots.set(bootKey({ gatewayId, bootId }), { gatewayId, bootId })
  await lockSeqs(tx, [...boots.values()])
  return reportsOf(tx, gatewayId, minutes)
}

/** The first minute of which a report is kept, seconds since 1970; null: there is none. */
export async function firstMinuteKept(db: FleetDatabase): Promise<number | null> {
  const [first] = await db.select({ minuteAt: report.minuteAt }).from(report).orderBy(asc(report.minuteAt)).limit(1)
  return first?.minuteAt ?? null
}

function deedOn(gatewayId: string, action: Deed['action'], details: Record<string, unknown>): Deed {
  return { action, target: { kind: 'gateway', id: gatewayId }, details }
}

const iso = (at: number) => new Date(at * 1000).toISOString()
