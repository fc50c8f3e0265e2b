import type { FleetDatabase } from '../../db/fleet/open.ts'
import { beginDay, dayAround, keyOfDay, lockDevices } from '../queries/devices.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { cityTime } from '../rules/city-time.ts'
import { dateAt, isoDate } from '../rules/service-date.ts'

/** The service day that is on, and its key. Seconds since 1970, half open. */
export interface DayOfDevices {
  date: string
  fromAt: number
  toAt: number
  key: string
}

/**
 * The city's day that is on and its random key, made when it is first asked for. Null: none can be handed out for the rest of this day, for
 * the key was lost with a crash of PostgreSQL, or the city's time zone was changed and its date has been used. `now`: ms since 1970.
 */
export async function dayOfDevices(
  db: FleetDatabase,
  now: number,
  makeKey: () => string,
): Promise<DayOfDevices | null> {
  const at = Math.floor(now / 1000)
  const known = await dayAround(db, at)
  if (known !== null) {
    const key = await keyOfDay(db, known.date)
    return key === null ? null : { date: known.date, fromAt: known.fromAt, toAt: known.toAt, key }
  }
  const timezone = await cityTimezone(db)
  const { dayOf } = cityTime(timezone)
  const fromAt = dayOf(at)
  const made = {
    date: isoDate(dateAt(timezone, fromAt)),
    fromAt,
    toAt: dayOf(fromAt + 36 * 3600),
    key: makeKey(),
  }
  const begun = await db.transaction(async (tx) => {
    await lockDevices(tx)
    // Another process may have begun it meanwhile: one day has one key.
    return (await dayAround(tx, at)) === null ? beginDay(tx, made) : null
  })
  if (begun === true) return made
  return begun === null ? dayOfDevices(db, now, makeKey) : null
}
