import type { FleetDatabase } from '../db/fleet/open.ts'
import { forgetAvailability } from './queries/availability.ts'
import { askForAvailability } from './queries/availability-turn.ts'
import { cityTimezone } from './queries/feeds.ts'
import { forgetHistograms, rebuildHistograms } from './queries/histograms.ts'
import { forgetDays, hoursKept, minutesKept, rebuildDays, rebuildHour } from './queries/rebuild.ts'
import { readSetting, writeSetting } from './queries/settings.ts'
import { cityTime } from './rules/city-time.ts'

/** The time zone by whose hours and days the rollups were made. */
const MADE_FOR = 'rollups-timezone'

/**
 * Makes the rollups anew where they are not those of the city's time zone: a database from before there were rollups, or a feed of
 * another zone. Hours of which no minutes are kept stay as they are, and their days are cut anew. `say` hears how far it is.
 */
export async function rebuildWhereNeeded(db: FleetDatabase, say: (line: string) => void): Promise<void> {
  const timezone = await cityTimezone(db)
  const before = await readSetting(db, MADE_FOR)
  if (before === timezone) return
  const time = cityTime(timezone)
  const kept = await minutesKept(db)
  if (kept) {
    const first = time.hourOf(kept.first)
    const hours = Math.floor((kept.last - first) / 3600) + 1
    for (let done = 0; done < hours; done += 1) {
      if (done % 24 === 0 && hours > 24) say(`working out hours and days: ${Math.floor((done / hours) * 100)} %`)
      await rebuildHour(db, first + done * 3600, time)
    }
    await forgetHistograms(db, Math.min(time.dayOf(kept.first), cityTime(before ?? timezone).dayOf(kept.first)))
    for (let day = time.dayOf(kept.first); day <= kept.last; ) {
      const next = time.dayOf(day + 36 * 3600)
      await rebuildHistograms(db, day, next, time)
      day = next
    }
    // What is worked out of the days by the city's zone follows with the next upkeep.
    await forgetAvailability(db, Math.min(time.dayOf(kept.first), cityTime(before ?? timezone).dayOf(kept.first)))
    await db.transaction((tx) => askForAvailability(tx, { from: 0, to: Number.MAX_SAFE_INTEGER }))
  }
  const all = await hoursKept(db)
  if (all) {
    // From the day that the first hour is of, as it was cut; the days before it have no hours any more.
    await forgetDays(db, Math.min(cityTime(before ?? timezone).dayOf(all.first), time.dayOf(all.first)))
    for (let day = time.dayOf(all.first); day <= all.last; ) {
      const next = time.dayOf(day + 36 * 3600)
      await rebuildDays(db, day, next, time)
      day = next
    }
  }
  await db.transaction((tx) => writeSetting(tx, MADE_FOR, timezone))
}
