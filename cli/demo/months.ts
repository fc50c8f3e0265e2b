import { CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S } from '../../contract/histogram.ts'
import { leafRowOf } from '../../contract/report-rows.ts'
import {
  fleetDay,
  gatewayHour,
  gatewayRun,
  gatewayServiceDay,
  riderProblem,
  routeDay,
  routeHour,
  usageHistogram,
} from '../../db/fleet/schema.ts'
import type { Fleet } from '../../fleet-api/main.ts'
import { noteWorkedOut } from '../../fleet-api/queries/availability-turn.ts'
import { reportedDays } from '../../fleet-api/queries/usage-days.ts'
import { cityTime } from '../../fleet-api/rules/city-time.ts'
import { dateOf, monthAfter, periodOf } from '../../fleet-api/rules/report/period.ts'
import { dateAt } from '../../fleet-api/rules/service-date.ts'
import { workOutDates } from '../../fleet-api/service-days.ts'
import { seededRandom } from '../random.ts'
import type { Bus } from './city/fleet.ts'
import { TIMEZONE } from './crowd.ts'
import { measuresOf } from './measures.ts'
import { type PastDay, pastDay, problemsOf } from './past-day.ts'

const DAY_S = 86_400
const SAMPLE = 4000

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Writes what is left of the city's last two whole months, and of this one up to the detailed history: hours and days, as a fleet keeps them
 * when the minutes are gone. They make the monthly report worth reading; a real fleet's come from reports alone. Does nothing where the fleet
 * knows any day already. `now`: ms since 1970. Returns how many days were written.
 */
export async function writePastMonths(
  { db }: Pick<Fleet, 'db'>,
  { buses, seed, now, days }: { buses: Bus[]; seed: string; now: number; days: number },
): Promise<number> {
  const { dayOf } = cityTime(TIMEZONE)
  if ((await reportedDays(db, Math.floor(now / 1000))).length > 0) return 0
  const first = periodOf({ month: monthAfter(dateOf(TIMEZONE, now / 1000).slice(0, 7), -2) }, TIMEZONE).from
  const end = dayOf(Math.floor(now / 60_000) * 60 - days * DAY_S)
  const shape = measuresOf(SAMPLE, SAMPLE, seededRandom(`${seed} past measures`))
  const shares = {
    length: sharesOf(shape.sessionLengths, LENGTH_BOUNDS_S.length),
    connect: sharesOf(shape.connectTimes, CONNECT_BOUNDS_MS.length),
  }
  const written: PastDay[] = []
  for (let dayAt = first; dayAt < end; dayAt = dayOf(dayAt + 1.5 * DAY_S)) {
    const day = pastDay(dayAt, buses, seed)
    await db.transaction(async (tx) => {
      await tx.writeMany({ table: gatewayHour }, day.gatewayHours)
      await tx.writeMany({ table: routeHour }, day.routeHours)
      await tx.writeMany({ table: routeDay }, day.routeDays)
      await tx.writeMany({ table: fleetDay }, [day.fleetDay])
      await tx.writeMany({ table: gatewayRun }, day.runs)
      await tx.writeMany({ table: gatewayServiceDay }, day.service)
      await tx.writeMany({ table: usageHistogram }, histogramsOf(day, shares))
      await tx.writeMany({ table: riderProblem }, problemsOf(day, buses, seed))
    })
    written.push(day)
    await breathe()
  }
  await db.transaction((tx) =>
    noteWorkedOut(
      tx,
      written.map(({ fleetDay: { dayAt, reports } }) => ({ dayAt, reports })),
      now,
    ),
  )
  const dates = written.map(({ fleetDay: { dayAt } }) => dateAt(TIMEZONE, dayAt))
  await workOutDates(db, dates, { timezone: TIMEZONE, nowS: now / 1000, breathe })
  return written.length
}

function sharesOf(counts: readonly number[] | null, bounds: number): number[] {
  return Array.from({ length: bounds + 1 }, (_, bucket) => (counts?.[bucket] ?? 0) / SAMPLE)
}

function histogramsOf({ routeDays }: PastDay, shares: Record<'length' | 'connect', number[]>) {
  return routeDays.flatMap(({ routeId, dayAt, sessionsStarted }) =>
    (['length', 'connect'] as const).flatMap((measure) =>
      shares[measure]
        .map((share, bucket) => ({
          dayAt,
          rowKey: leafRowOf('vehicle', routeId),
          measure,
          bucket,
          count: Math.round(share * sessionsStarted),
        }))
        .filter(({ count }) => count > 0),
    ),
  )
}
