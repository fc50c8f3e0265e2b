import { CITY_ROW, leafRowOf, UNKNOWN_ROW } from '../../contract/report-rows.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import { hoursApart, routeHours } from '../queries/usage-days.ts'
import { cityTime } from '../rules/city-time.ts'
import type { PublishedCell, ToldProfile } from '../rules/report/inputs.ts'
import { datesOf, dayStart, type Period } from '../rules/report/period.ts'
import { type ProfileCell, toldProfiles } from '../rules/report/profile.ts'
import { isoInZone } from '../rules/zone.ts'
import { othersTurn, type Placed } from './usage.ts'

interface About {
  period: Period
  timezone: string
  placed: Placed
}

/** What is told of riders by hour and weekday in a month. */
export async function profilesOf(
  db: FleetReads,
  { period, timezone, placed }: About,
  published: readonly PublishedCell[],
): Promise<ToldProfile[]> {
  const sums = new Map<string, number[]>()
  for (const { rowKey, date, ridersSum } of published) {
    if (rowKey === CITY_ROW) continue
    const own = sums.get(rowKey) ?? Array(7).fill(0)
    sums.set(rowKey, own)
    own[weekdayOf(date)] += ridersSum
  }
  const cells = new Map<string, ProfileCell>()
  for (const date of datesOf(period)) {
    const weekday = weekdayOf(date)
    for (const { hourAt, ...counted } of await hoursOfDay(db, dayStart(timezone, date), { timezone, placed })) {
      const hour = Number(isoInZone(timezone, hourAt).slice(11, 13))
      const key = `${counted.rowKey} ${weekday} ${hour}`
      const cell = cells.get(key) ?? { rowKey: counted.rowKey, weekday, hour, sessions: 0, ridersSum: 0, minutes: 0 }
      cells.set(key, cell)
      cell.sessions += counted.sessions
      cell.ridersSum += counted.ridersSum
      cell.minutes += counted.minutes
    }
    await othersTurn()
  }
  return toldProfiles([...cells.values()], sums)
}

/** From Monday. */
const weekdayOf = (date: string) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

type HourOfRow = Omit<ProfileCell, 'weekday' | 'hour'> & { hourAt: number }

async function hoursOfDay(
  db: FleetReads,
  dayAt: number,
  { timezone, placed }: Pick<About, 'timezone' | 'placed'>,
): Promise<HourOfRow[]> {
  const to = cityTime(timezone).dayOf(dayAt + 36 * 3600)
  const rows = new Map<string, HourOfRow>()
  for (const { routeId, ...hour } of await routeHours(db, { from: dayAt, to })) {
    const rowKey = leafRowOf('vehicle', routeId)
    rows.set(`${rowKey} ${hour.hourAt}`, { rowKey, ...hour })
  }
  if (placed.size === 0) return [...rows.values()]
  const hours: number[] = []
  for (let hourAt = dayAt; hourAt < to; hourAt += 3600) hours.push(hourAt)
  for (const { gatewayId, hourAt, sessions, ridersSum, reports } of await hoursApart(db, [...placed.keys()], hours)) {
    const rowKey = placed.get(gatewayId) ?? UNKNOWN_ROW
    const place = rows.get(`${rowKey} ${hourAt}`) ?? { rowKey, hourAt, sessions: 0, ridersSum: 0, minutes: 0 }
    rows.set(`${rowKey} ${hourAt}`, place)
    place.sessions += sessions
    place.ridersSum += ridersSum
    place.minutes = Math.max(place.minutes, Math.min(60, reports))
    const unknown = rows.get(`${UNKNOWN_ROW} ${hourAt}`)
    if (!unknown) continue
    unknown.sessions = Math.max(0, unknown.sessions - sessions)
    unknown.ridersSum = Math.max(0, unknown.ridersSum - ridersSum)
  }
  return [...rows.values()]
}
