import { decodeSketch, estimate, SKETCH_ERROR_SHARE } from '../../contract/sketch.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import {
  closeDay,
  type DeviceCountRow,
  type DeviceDayRow,
  type DeviceSketchRow,
  daysWithKeyOver,
  destroyKeys,
  gatewaysWithRiders,
  lastEnds,
  lockDevices,
  openDaysBefore,
  sketchesOfDay,
  stretchesOfHour,
} from '../queries/devices.ts'
import { closesAt, leafOfHour, rowsAbove, type Stretch } from '../rules/device-pieces.ts'

const HOUR_S = 3600

/** For which ends of days what was deleted has been wiped off the disk, by this process. */
const wiped = new WeakMap<FleetDatabase, string>()

/**
 * Destroys the keys of days that are over, puts estimates in the place of the sketches of days that are to be closed, and sees that
 * nothing of either stays on the disk. To be called once a minute; does what was missed while the fleet was off. `now`: ms since 1970.
 */
export async function endDeviceDays(db: FleetDatabase, now: number, breathe: () => Promise<void>): Promise<void> {
  // Whole seconds: PostgreSQL compares what is no whole number with none of its columns.
  const at = Math.floor(now / 1000)
  const over = await daysWithKeyOver(db, at)
  if (over.length > 0) {
    await db.transaction(async (tx) => {
      await lockDevices(tx)
      await destroyKeys(tx, over)
    })
  }
  for (const day of await openDaysBefore(db, at)) {
    if (closesAt(day) <= at) await closeOne(db, day, now, breathe)
  }
  const { endedAt, closedAt } = await lastEnds(db, at)
  const ends = `${endedAt} ${closedAt}`
  if (endedAt === null || wiped.get(db) === ends) return
  if (await db.wipeDeleted()) wiped.set(db, ends)
}

async function closeOne(
  db: FleetDatabase,
  day: DeviceDayRow,
  now: number,
  breathe: () => Promise<void>,
): Promise<void> {
  const due = await piecesDue(db, day, breathe)
  await db.transaction(async (tx) => {
    await lockDevices(tx)
    const sketches = await sketchesOfDay(tx, day.date)
    const counts = sketches.flatMap((sketch) => countOf(sketch, day.fromAt, due.get(sketch.rowKey) ?? 0) ?? [])
    await closeDay(tx, { date: day.date, closedAt: now }, counts)
  })
}

function countOf({ rowKey, registers, pieces }: DeviceSketchRow, dayAt: number, due: number): DeviceCountRow | null {
  const sketch = decodeSketch(registers)
  if (sketch === null) return null
  return {
    dayAt,
    rowKey,
    estimate: Math.round(estimate(sketch)),
    errorShare: SKETCH_ERROR_SHARE,
    pieces,
    // A gateway may have sent a sketch of an hour and lost its reports.
    due: Math.max(due, pieces),
  }
}

/** Hours of gateways with riders, by the row that their devices are counted in. */
export async function piecesDue(
  db: FleetDatabase,
  { fromAt, toAt }: Pick<DeviceDayRow, 'fromAt' | 'toAt'>,
  breathe: () => Promise<void>,
): Promise<Map<string, number>> {
  const due = new Map<string, number>()
  for (let hourAt = fromAt; hourAt < toAt; hourAt += HOUR_S) {
    const stretches = new Map<string, Stretch[]>()
    for (const run of await stretchesOfHour(db, hourAt)) {
      const own = stretches.get(run.gatewayId)
      if (own) own.push(run)
      else stretches.set(run.gatewayId, [run])
    }
    for (const { gatewayId, site } of await gatewaysWithRiders(db, hourAt)) {
      const own = stretches.get(gatewayId) ?? []
      for (const row of rowsAbove(leafOfHour(site, own, hourAt))) due.set(row, (due.get(row) ?? 0) + 1)
    }
    await breathe()
  }
  return due
}
