import type { FleetDatabase } from '../db/fleet/open.ts'
import { keepService } from './availability-days.ts'
import { endDeviceDays } from './devices/close.ts'
import { fleetSetting } from './fleet-settings.ts'
import { writeChainDay } from './queries/chain.ts'
import { deleteSomeDeliveries } from './queries/deliveries.ts'
import { cityTimezone } from './queries/feeds.ts'
import {
  deleteSomeAlerts,
  deleteSomeHours,
  deleteSomeMinutes,
  deleteSomeVehicleRuns,
  fleetMinutes,
  settleDay,
  unsettledDay,
} from './queries/retention.ts'
import { deleteOldPieces } from './queries/signal.ts'
import { publishDue } from './report/publish.ts'
import { endRoamingDays } from './roaming/day.ts'
import { cityTime } from './rules/city-time.ts'
import { weekOf } from './rules/hour-bands.ts'
import { keptSince } from './rules/retention.ts'
import { JUDGED_WEEKS_S } from './signal/guide.ts'

/** So many steps at most in one go: what is left over is for the next one, a minute later. */
const MOST_STEPS = 500

/** What other systems said of vehicles is of use for as long as reports may still come late, and to look into. */
const VEHICLE_RUNS_MS = 40 * 86_400_000

/** What was sent to whom is of use for as long as somebody may ask why he was not told. */
const DELIVERIES_MS = 90 * 86_400_000
/** Alerts that have closed are kept for so long: a year can be compared with the one before. */
const ALERTS_MS = 400 * 86_400_000

export interface UpkeepDeps {
  db: FleetDatabase
  /** ms since 1970. */
  now: number
  /** Lets others have a turn between two steps. */
  breathe: () => Promise<void>
  /** True: the program is about to end. */
  stopping: () => boolean
}

/**
 * What is done once a minute: the days that have changed are settled, what is too old is deleted, in small steps, so that reports
 * can be stored in between. Several processes may do so at the same time: each step is right by itself.
 */
export async function tidyUp({ db, now, breathe, stopping }: UpkeepDeps): Promise<void> {
  const kept = keptSince(await fleetSetting(db, 'retention'), now)
  await endRoamingDays(db, now)
  await endDeviceDays(db, now, breathe)
  const timezone = await cityTimezone(db)
  const time = cityTime(timezone)
  await deleteOldPieces(db, weekOf(now / 1000 - JUDGED_WEEKS_S))
  await writeChainDay(db, Math.floor(now / 86_400_000) * 86_400)
  if (db.keepsMonths) await db.dropMonths(kept.minutes)
  const steps = [
    // Days of which some minutes are gone keep the peak that they have.
    () => settleOne(db, kept.minutes, now / 1000, time.dayOf, breathe),
    () => (db.keepsMonths ? false : deleteSomeMinutes(db, kept.minutes)),
    // By days of the city, so that a day's hours are there or are not.
    () => deleteSomeHours(db, time.dayOf(kept.hours)),
    () => deleteSomeVehicleRuns(db, now - VEHICLE_RUNS_MS),
    () => deleteSomeDeliveries(db, now - DELIVERIES_MS),
    () => deleteSomeAlerts(db, now - ALERTS_MS),
  ]
  for (const step of steps) {
    for (let done = 0; done < MOST_STEPS && !stopping(); done += 1) {
      if (!(await step())) break
      await breathe()
    }
  }
  await keepService({ db, timezone, now, minutesSince: kept.minutes, breathe, stopping })
  await publishDue({ db, now, breathe, stopping })
}

async function settleOne(
  db: FleetDatabase,
  since: number,
  nowS: number,
  dayOf: (minuteAt: number) => number,
  breathe: () => Promise<void>,
): Promise<boolean> {
  const today = dayOf(nowS)
  const day = await unsettledDay(db, since, today)
  if (!day) return false
  const end = dayOf(day.dayAt + 36 * 3600)
  let minutes = 0
  let ridersPeak = 0
  // Hour by hour: a whole day of many routes would keep everybody waiting.
  for (let hour = day.dayAt; hour < end; hour += 3600) {
    const found = await fleetMinutes(db, hour, Math.min(hour + 3600, end))
    minutes += found.minutes
    ridersPeak = Math.max(ridersPeak, found.peak)
    await breathe()
  }
  await settleDay(db, { ...day, minutes, ridersPeak })
  return true
}
