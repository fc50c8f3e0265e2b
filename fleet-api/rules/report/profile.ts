import type { ReportRow } from '../../../contract/city-report.ts'

/** Riders connected by hour of the day and by weekday; null: not told. */
export type Profile = Pick<ReportRow, 'hours' | 'weekdays'>

export const NO_PROFILE: Profile = { hours: null, weekdays: null }
