import type { Agreement } from '../../../contract/agreement.ts'
import type { Assumptions } from '../../../contract/assumptions.ts'
import type { CityReport } from '../../../contract/city-report.ts'
import type { ServiceMinutes } from '../service-figures.ts'
import type { Period } from './period.ts'
import type { Quantities } from './quantities.ts'

// Everything that a report is made of, as plain data: whoever has it makes the same report of it (compose.ts), without a database. Whatever
// is too small to be told is not in here either, so that an auditor may have it.

/** What is published of a row and day, all its entries together: nothing, or ten sessions and more. */
export interface PublishedCell extends Quantities {
  date: string
  /** A leaf row; of CITY_ROW only the peak counts. */
  rowKey: string
  ridersPeak: number | null
}

/** How much of a row's day was reported. */
export interface ReportedCell {
  date: string
  /** A leaf row, or CITY_ROW. */
  rowKey: string
  /** Minutes in which any of its gateways reported; null: it is not known of this row. */
  minutes: number | null
  /** Minutes of gateways: reported, and due. */
  reports: number
  due: number
}

/** Gateways in service on a row's day, in tenths of a minute. */
export interface ServiceCell extends ServiceMinutes {
  date: string
  rowKey: string
}

/** Distinct devices of a row's day, estimated; of CITY_ROW and VEHICLES_ROW too. */
export interface DevicesCell {
  date: string
  rowKey: string
  /** Null: hidden. */
  estimate: number | null
  errorShare: number
}

/** Riders connected, in the mean, by hour and weekday of a whole month that is final, as they are told; of CITY_ROW and VEHICLES_ROW too. */
export interface ToldProfile {
  rowKey: string
  /** 24, from midnight; 7, from Monday. Null in them: hidden, or nobody reported. */
  hours: (number | null)[] | null
  weekdays: (number | null)[] | null
}

/** Gateways of a row over the whole period. */
export interface VehiclesOfRow {
  /** A leaf row, VEHICLES_ROW or CITY_ROW. */
  rowKey: string
  inService: number
  reporting: number
}

export interface RouteName {
  routeId: string
  shortName: string | null
  longName: string | null
  color: string | null
}

/** What another period is compared by. */
export interface ComparedPeriod {
  published: PublishedCell[]
  reported: ReportedCell[]
  service: ServiceCell[]
}

export interface ReportInputs {
  definitions: string
  timezone: string
  period: Period
  state: CityReport['state']
  /** The last day whose riders are published; null: none is. */
  publishedTo: string | null
  published: PublishedCell[]
  reported: ReportedCell[]
  service: ServiceCell[]
  vehicles: VehiclesOfRow[]
  /** Scheduled minutes of routes, of the dates so far. */
  scheduled: { routeId: string; minutes: number }[]
  devices: DevicesCell[]
  /** Empty where the period is no month that is final. */
  profile: ToldProfile[]
  /** Null where the period is no month. */
  previousMonth: ComparedPeriod | null
  lastYear: ComparedPeriod | null
  problems: { reported: number; fixed: number; hoursToFix: number }
  routes: RouteName[]
  assumptions: Assumptions
  agreement: Agreement
  chain: CityReport['chain']
}

/** What is said of a report beside what it was made of. */
export interface ReportStanding {
  madeAt: number
  revision: number | null
  revisions: CityReport['revisions']
  inputsDigest: string | null
}
