import type { CityReport } from '../../contract/city-report.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { recently } from '../recently.ts'
import { cityReport } from './city-report.ts'

const KEPT_MS = 60_000

/** A month's report, which may be a minute old. `now`: ms since 1970. */
export function recentReport(db: FleetDatabase, month: string, now: number): Promise<CityReport> {
  return recently(db, { key: `month ${month}`, ms: KEPT_MS, now }, () => cityReport(db, { month }, now))
}
