import type { CityReport } from '../../contract/city-report.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityReport } from '../report/city-report.ts'

/** What anybody may ask for, as often as he likes, is made at most once in so long. */
const KEPT_MS = 60_000
const MOST_MONTHS = 60

const recent = new WeakMap<FleetDatabase, Map<string, { at: number; report: Promise<CityReport> }>>()

/** A month's report, which may be a minute old. `now`: ms since 1970. */
export function recentReport(db: FleetDatabase, month: string, now: number): Promise<CityReport> {
  const kept = recent.get(db) ?? new Map()
  recent.set(db, kept)
  const found = kept.get(month)
  if (found !== undefined && Math.abs(now - found.at) < KEPT_MS) return found.report
  const report = cityReport(db, { month }, now)
  kept.delete(month)
  kept.set(month, { at: now, report })
  // One that could not be made is not kept.
  report.catch(() => kept.delete(month))
  const [oldest] = kept.keys()
  if (kept.size > MOST_MONTHS) kept.delete(oldest)
  return report
}
