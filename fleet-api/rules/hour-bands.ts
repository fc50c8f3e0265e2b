import { HOUR_BANDS } from '../../contract/dead-zones.ts'
import { zoneOffset } from './zone.ts'

/** The band of hours (number in HOUR_BANDS) that holds an instant (seconds since 1970) in the city. */
export function hourBandAt(timezone: string, at: number): number {
  const quarter = Math.floor(at / 900) * 900
  const key = `${timezone} ${quarter}`
  const known = bands.get(key)
  if (known !== undefined) return known
  const hour = Math.floor(((((at + zoneOffset(timezone, quarter)) % 86_400) + 86_400) % 86_400) / 3600)
  const band = HOUR_BANDS.findLastIndex((from) => hour >= from)
  if (bands.size > 10_000) bands.clear()
  bands.set(key, band)
  return band
}

/** Every report asks, and a zone's offset is costly to find. */
const bands = new Map<string, number>()

const WEEK_S = 7 * 86_400
/** 1970 began on a Thursday. */
const MONDAY_S = 4 * 86_400

/** The Monday (UTC, seconds since 1970) of the week that holds an instant. */
export function weekOf(at: number): number {
  return Math.floor((at - MONDAY_S) / WEEK_S) * WEEK_S + MONDAY_S
}
