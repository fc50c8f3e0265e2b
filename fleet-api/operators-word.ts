import type {
  Assignment,
  GatewayChange,
  NewAssignment,
  Reattribution,
  RouteStretchesAnswer,
} from '../contract/evidence.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../db/fleet/schema.ts'
import type { By } from './audit.ts'
import { loadTimetable } from './network.ts'
import { cityTimezone } from './queries/feeds.ts'
import { findGateway, routeExists } from './queries/gateways.ts'
import {
  addAssignment,
  assignmentsOf,
  changeGateway,
  firstMinuteKept,
  reattribute,
  removeAssignment,
  routeMinutesOf,
} from './queries/operators-word.ts'
import { cityTime } from './rules/city-time.ts'
import { stretchesOf } from './rules/route-stretches.ts'
import { isoDate } from './rules/service-date.ts'

/** The longest part of a gateway's past that is told at once, seconds. */
const LONGEST_S = 7 * 86_400

/** What a gateway is assigned to, the newest first. Throws AbordoError: not-found. */
export async function listAssignments(db: FleetDatabase, gatewayId: string): Promise<Assignment[]> {
  await mustBeThere(db, gatewayId)
  return (await assignmentsOf(db, gatewayId)).map(({ assignmentId, routeId, blockId, fromDate, toDate, madeAt }) => ({
    id: assignmentId,
    routeId,
    blockId,
    from: isoDate(fromDate),
    to: toDate === null ? null : isoDate(toDate),
    madeAt: new Date(madeAt).toISOString(),
  }))
}

/** Assigns a vehicle to a route or a block. Throws AbordoError: not-found; bad-request where the feed has no such block. */
export async function assign(db: FleetDatabase, gatewayId: string, asked: NewAssignment, by: By): Promise<void> {
  await mustBeVehicle(db, gatewayId)
  const { routeId, blockId, from, to } = asked
  if (routeId !== null) await mustBeRoute(db, routeId)
  if (blockId !== null) await mustBeBlock(db, blockId)
  const added = { gatewayId, routeId, blockId, fromDate: gtfsDate(from), toDate: to === null ? null : gtfsDate(to) }
  await addAssignment(db, added, by)
}

/** Throws AbordoError: not-found. */
export async function unassign(db: FleetDatabase, gatewayId: string, id: number, by: By): Promise<void> {
  if (!(await removeAssignment(db, gatewayId, id, by)))
    throw new AbordoError('not-found', 'This gateway has no such assignment.')
}

/** Throws AbordoError: not-found. */
export async function change(db: FleetDatabase, gatewayId: string, asked: GatewayChange, by: By): Promise<void> {
  await mustBeThere(db, gatewayId)
  if (asked.routeId != null) await mustBeRoute(db, asked.routeId)
  const fields = Object.entries(asked).filter(([, value]) => value !== undefined)
  await changeGateway(db, gatewayId, Object.fromEntries(fields), by)
}

/** On which routes a gateway was, and what that was taken from. Throws AbordoError: not-found; bad-request: too long, or not after its start. */
export async function stretches(
  db: FleetDatabase,
  gatewayId: string,
  { from, to }: { from: string; to: string },
): Promise<Pick<RouteStretchesAnswer, 'keptSince' | 'stretches'>> {
  await mustBeThere(db, gatewayId)
  const minutes = minutesWithin(from, to)
  if (minutes.length === 0) throw new AbordoError('bad-request', 'to: is not after from')
  if (minutes.length * 60 > LONGEST_S) throw new AbordoError('bad-request', 'to: ask for a week at most')
  const first = await firstMinuteKept(db)
  const keptSince = first === null ? null : new Date(first * 1000).toISOString()
  return { keptSince, stretches: stretchesOf(await routeMinutesOf(db, gatewayId, minutes)) }
}

/**
 * Tells on which route a gateway was in truth. Returns how many reports were moved. Throws AbordoError: not-found; bad-request where the minutes of
 * that time are no longer kept, or lie ahead, or it is no vehicle.
 */
export async function tellRoute(db: FleetDatabase, gatewayId: string, told: Reattribution, by: By): Promise<number> {
  const { site } = await mustBeThere(db, gatewayId)
  if (site !== 'vehicle' && told.routeId !== null)
    throw new AbordoError('bad-request', 'routeId: a stop or station is on no route; only vehicles are.')
  if (told.routeId !== null) await mustBeRoute(db, told.routeId)
  const minutes = minutesWithin(told.from, told.to)
  const first = await firstMinuteKept(db)
  if (first !== null && (minutes[0] ?? 0) < first)
    throw new AbordoError(
      'bad-request',
      `from: minutes are kept since ${new Date(first * 1000).toISOString()} only; what is older cannot be told anew.`,
    )
  if ((minutes[0] ?? 0) * 1000 > by.now) throw new AbordoError('bad-request', 'from: lies in the future')
  const time = cityTime(await cityTimezone(db))
  return reattribute(db, { gatewayId, minutes, routeId: told.routeId ?? UNKNOWN_ROUTE }, { time, by })
}

/** The starts of all minutes that [from, to) touches, seconds since 1970. */
function minutesWithin(from: string, to: string): number[] {
  const first = Math.floor(Date.parse(from) / 60_000) * 60
  const count = Math.min(Math.max(0, Math.ceil(Date.parse(to) / 60_000) - first / 60), LONGEST_S)
  return Array.from({ length: count }, (_, i) => first + i * 60)
}

const gtfsDate = (date: string) => date.replaceAll('-', '')

async function mustBeThere(db: FleetDatabase, gatewayId: string) {
  const row = await findGateway(db, gatewayId)
  if (!row) throw new AbordoError('not-found', 'There is no gateway of this id.')
  return row
}

async function mustBeVehicle(db: FleetDatabase, gatewayId: string): Promise<void> {
  if ((await mustBeThere(db, gatewayId)).site !== 'vehicle')
    throw new AbordoError('bad-request', 'A stop or station runs no route: only vehicles are assigned.')
}

async function mustBeRoute(db: FleetDatabase, routeId: string): Promise<void> {
  if (!(await routeExists(db, routeId)))
    throw new AbordoError('not-found', `There is no route ${routeId}: import the feed that has it first.`)
}

async function mustBeBlock(db: FleetDatabase, blockId: string): Promise<void> {
  const timetable = await loadTimetable(db)
  if (!timetable?.trips.some((trip) => trip.blockId === blockId))
    throw new AbordoError('bad-request', `blockId: the feed in use has no block ${blockId}`)
}
