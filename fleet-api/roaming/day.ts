import { hash } from 'node:crypto'
import { KEY_NAME_LENGTH } from '../../contract/roaming.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import {
  beginRoamingDay,
  deleteRoamingDays,
  lockRoaming,
  type RoamingDayRow,
  roamingDayAround,
  roamingDaysOver,
} from '../queries/roaming.ts'
import { cityTime } from '../rules/city-time.ts'
import { dateAt, isoDate } from '../rules/service-date.ts'

/**
 * The city's day that is on and its random key, made when it is first asked for. Null: none can be handed out for the rest of this day, for the city's
 * time zone was changed and its date has been used. `now`: ms since 1970.
 */
export async function dayOfRoaming(
  db: FleetDatabase,
  now: number,
  makeKey: () => string,
): Promise<RoamingDayRow | null> {
  const at = Math.floor(now / 1000)
  const known = await roamingDayAround(db, at)
  if (known !== null) return known
  const timezone = await cityTimezone(db)
  const { dayOf } = cityTime(timezone)
  const fromAt = dayOf(at)
  const date = isoDate(dateAt(timezone, fromAt))
  const made = { date, fromAt, toAt: dayOf(fromAt + 36 * 3600), key: makeKey() }
  return db.transaction(async (tx) => {
    await lockRoaming(tx)
    // Another process may have begun it meanwhile: one day has one key.
    return (await roamingDayAround(tx, at)) ?? ((await beginRoamingDay(tx, made)) ? made : null)
  })
}

/** By what a gateway says which key it holds. */
export const nameOfKey = (key: string): string => hash('sha256', key, 'base64url').slice(0, KEY_NAME_LENGTH)

/** Databases of which nothing of days that are over is left on the disk, as far as this process knows. */
const wiped = new WeakSet<FleetDatabase>()

/**
 * Destroys the keys and the fingerprints of days that are over, and sees that nothing of them stays on the disk. To be called once a
 * minute; does what was missed while the fleet was off. `now`: ms since 1970.
 */
export async function endRoamingDays(db: FleetDatabase, now: number): Promise<void> {
  const over = await roamingDaysOver(db, Math.floor(now / 1000))
  if (over.length > 0) {
    wiped.delete(db)
    await db.transaction(async (tx) => {
      await lockRoaming(tx)
      await deleteRoamingDays(tx, over)
    })
  }
  if (wiped.has(db)) return
  if (await db.wipeDeleted()) wiped.add(db)
}
