import { CITY_ROW, leafRowOf, VEHICLES_ROW } from '../../contract/report-rows.ts'
import { SKETCH_ERROR_SHARE } from '../../contract/sketch.ts'
import { piecesDue } from '../../fleet-api/devices/close.ts'
import type { Fleet } from '../../fleet-api/main.ts'
import { beginDay, closeDay, type DeviceCountRow, daysOf, lockDevices } from '../../fleet-api/queries/devices.ts'
import { routeDays } from '../../fleet-api/queries/usage-days.ts'
import { cityTime } from '../../fleet-api/rules/city-time.ts'
import { closesAt } from '../../fleet-api/rules/device-pieces.ts'
import { dateAt, isoDate } from '../../fleet-api/rules/service-date.ts'
import { seededRandom } from '../random.ts'
import { TIMEZONE } from './crowd.ts'

const DAY_S = 86_400
/** A rider goes there and back, and now and then somewhere else. */
const SESSIONS_A_DEVICE = 1.7
/** So many of a route's riders ride on no other route that day. */
const ON_ONE_ROUTE = 0.8

/**
 * Writes down how many distinct devices there were in each of the demo's past days: their sketches cannot be sent any more, for those
 * days are closed. The days in which the demo ran are counted by the real portals. `now`: ms since 1970.
 */
export async function backfillDevices(
  fleet: Pick<Fleet, 'db'>,
  seed: string,
  { now, days }: { now: number; days: number },
) {
  const { db } = fleet
  const { dayOf } = cityTime(TIMEZONE)
  for (let back = days; back >= 1; back -= 1) {
    const fromAt = dayOf(dayOf(now / 1000) - back * DAY_S + DAY_S / 2)
    const day = { date: isoDate(dateAt(TIMEZONE, fromAt)), fromAt, toAt: dayOf(fromAt + 1.5 * DAY_S) }
    if (closesAt(day) > now / 1000 || (await daysOf(db, [day.date])).size > 0) continue
    const due = await piecesDue(db, day, async () => undefined)
    const routes = await routeDays(db, { from: fromAt, to: day.toAt })
    const random = seededRandom(`${seed} devices ${day.date}`)
    const leaves = routes.map(({ routeId, sessionsStarted }) => ({
      rowKey: leafRowOf('vehicle', routeId),
      estimate: Math.round((sessionsStarted / SESSIONS_A_DEVICE) * (0.96 + 0.08 * random())),
    }))
    if (leaves.length === 0) continue
    const all = Math.round(leaves.reduce((sum, { estimate }) => sum + estimate, 0) * ON_ONE_ROUTE)
    const rows = [...leaves, { rowKey: VEHICLES_ROW, estimate: all }, { rowKey: CITY_ROW, estimate: all }]
    const counts = rows.flatMap(({ rowKey, estimate }): DeviceCountRow[] => {
      const pieces = due.get(rowKey)
      // A bus that changed its route within the hour: another row has that hour.
      if (pieces === undefined) return []
      return [{ dayAt: fromAt, rowKey, estimate, errorShare: SKETCH_ERROR_SHARE, pieces, due: pieces }]
    })
    await db.transaction(async (tx) => {
      await lockDevices(tx)
      // Nothing was ever hashed under this key: it goes with the day's closing, within this transaction.
      if (await beginDay(tx, { ...day, key: '' })) await closeDay(tx, { date: day.date, closedAt: now }, counts)
    })
  }
}
