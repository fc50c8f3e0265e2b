import type { ReportRow, RiderFigure } from '../../../contract/city-report.ts'
import { CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S, percentileOf } from '../../../contract/histogram.ts'
import { CITY_ROW } from '../../../contract/report-rows.ts'
import { serviceFigures } from '../service-figures.ts'
import { attainmentOf } from './attainment.ts'
import { changeOf } from './change.ts'
import { meanOfDays } from './devices.ts'
import type { ComparedPeriod, DevicesCell, ReportInputs } from './inputs.ts'
import type { Profile } from './profile.ts'
import { comparedOf, connectedHoursOf, meanOf, type RowSums, sumsOf } from './row-sums.ts'

export type Identity = Pick<ReportRow, 'key' | 'kind' | 'site' | 'routeId' | 'shortName' | 'longName' | 'color'>

/** What a row of the report is about. */
export interface RowSubject {
  identity: Identity
  /** The leaf rows that it is made of. */
  rowKeys: ReadonlySet<string>
  /** Routes whose timetables are its own. */
  isScheduled: (routeId: string) => boolean
  profile: Profile
  /** Its days whose devices are told. */
  devices: DevicesCell[]
}

/** A row of the report. */
export function reportRow(inputs: ReportInputs, subject: RowSubject): ReportRow {
  const { identity, rowKeys, profile } = subject
  const { publishedTo, assumptions, agreement } = inputs
  const isCity = identity.kind === 'city'
  const sums = sumsOf(inputs, rowKeys, publishedTo)
  const scheduled = inputs.scheduled.filter(({ routeId }) => subject.isScheduled(routeId))
  const service = serviceFigures(
    scheduled.reduce((sum, { minutes }) => sum + minutes, 0),
    sums.service,
  )
  const vehicles = inputs.vehicles.find(({ rowKey }) => rowKey === identity.key)
  const cost = isCity ? costOf(inputs) : null
  const wholeCost = isCity && inputs.period.month !== null ? assumptions.costPerMonth : null
  const told = ridersOf(inputs, subject, sums)
  return {
    ...identity,
    completeness: sums.completeness,
    hidden: hiddenOf(told, inputs, subject, sums),
    carried: isCarried(sums, publishedTo),
    ...told,
    hours: profile.hours,
    weekdays: profile.weekdays,
    service,
    vehicles: { inService: vehicles?.inService ?? 0, reporting: vehicles?.reporting ?? 0 },
    savings: told.sessions === null ? null : cents(told.sessions * assumptions.savingsPerConnection),
    costPerConnectedHour: cost !== null && told.connectedHours ? cents(cost / told.connectedHours) : null,
    agreement: attainmentOf(service.availability, agreement, wholeCost),
    previousMonth: changeAgainst(inputs, inputs.previousMonth, rowKeys, sums),
    lastYear: changeAgainst(inputs, inputs.lastYear, rowKeys, sums),
  }
}

type Told = Pick<
  ReportRow,
  | 'sessions'
  | 'ridersMean'
  | 'ridersPeak'
  | 'connectedHours'
  | 'inputOctets'
  | 'outputOctets'
  | 'dailyDevices'
  | 'sessionLength'
  | 'timeToConnect'
>

function ridersOf(inputs: ReportInputs, { identity, devices }: RowSubject, sums: RowSums): Told {
  const { published, minutes, cells } = sums
  const peaks = identity.kind === 'city' ? inputs.published.filter(({ rowKey }) => rowKey === CITY_ROW) : cells
  // Peaks of several rows are not of the same minute.
  const isOne = identity.kind !== 'site'
  const dailyDevices = meanOfDays(devices)
  if (published === null) return { ...NOTHING, dailyDevices }
  return {
    sessions: published.sessions,
    ridersMean: meanOf(published.ridersSum, minutes),
    ridersPeak: isOne ? most(peaks.map(({ ridersPeak }) => ridersPeak)) : null,
    connectedHours: connectedHoursOf(published.ridersSum),
    inputOctets: published.inputOctets,
    outputOctets: published.outputOctets,
    dailyDevices,
    sessionLength: both({
      medianS: percentileOf(published.lengths, LENGTH_BOUNDS_S, 0.5),
      p90S: percentileOf(published.lengths, LENGTH_BOUNDS_S, 0.9),
    }),
    timeToConnect: both({
      p50Ms: percentileOf(published.connects, CONNECT_BOUNDS_MS, 0.5),
      p95Ms: percentileOf(published.connects, CONNECT_BOUNDS_MS, 0.95),
    }),
  }
}

const NOTHING: Told = {
  sessions: null,
  ridersMean: null,
  ridersPeak: null,
  connectedHours: null,
  inputOctets: null,
  outputOctets: null,
  dailyDevices: null,
  sessionLength: null,
  timeToConnect: null,
}

/** Null: neither is known. */
function both<T extends Record<string, number | null>>(percentiles: T): T | null {
  const values = Object.values(percentiles)
  if (values.every((value) => value === null)) return null
  return Object.fromEntries(
    Object.entries(percentiles).map(([name, value]) => [name, value === null ? null : Math.round(value)]),
  ) as T
}

function most(peaks: (number | null)[]): number | null {
  const known = peaks.filter((peak) => peak !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** What is null because it stands for too few, not because nobody has measured it. */
function hiddenOf(told: Told, inputs: ReportInputs, { identity, profile }: RowSubject, sums: RowSums): RiderFigure[] {
  if (sums.reports === 0) return []
  const { published } = sums
  const hidden: RiderFigure[] = []
  if (published === null) hidden.push('sessions', 'ridersMean')
  if (told.ridersPeak === null && identity.kind !== 'site') hidden.push('ridersPeak')
  if (published === null) hidden.push('connectedHours', 'inputOctets', 'outputOctets')
  // Where any are told they were counted: whether there was anybody in this row is not said.
  if (told.dailyDevices === null && inputs.devices.length > 0) hidden.push('dailyDevices')
  if (told.sessionLength === null && (published === null || published.lengths.length > 0)) hidden.push('sessionLength')
  if (told.timeToConnect === null && (published === null || published.connects.length > 0)) hidden.push('timeToConnect')
  if (profile.hours === null && inputs.profile.length > 0) hidden.push('hours')
  if (profile.weekdays === null && inputs.profile.length > 0) hidden.push('weekdays')
  return hidden
}

/** Whether a day that was reported has nothing published of its own, while others have. */
function isCarried({ cells, reported }: RowSums, publishedTo: string | null): boolean {
  if (cells.length === 0 || publishedTo === null) return false
  const own = new Set(cells.map(({ date, rowKey }) => `${date} ${rowKey}`))
  return reported.some(
    ({ date, rowKey, reports }) => reports > 0 && date <= publishedTo && !own.has(`${date} ${rowKey}`),
  )
}

function changeAgainst(
  { publishedTo, period }: ReportInputs,
  then: ComparedPeriod | null,
  rowKeys: ReadonlySet<string>,
  sums: RowSums,
): ReportRow['previousMonth'] {
  if (then === null) return null
  const before = sumsOf(then, rowKeys, '9999-12-31')
  if (before.reports === 0 && before.published === null) return null
  return changeOf(comparedOf(sums), comparedOf(before), publishedTo === period.toDate)
}

/** What the days that are published have cost: each its part of its month's cost. */
function costOf({ assumptions: { costPerMonth }, period, publishedTo }: ReportInputs): number | null {
  if (costPerMonth === null || publishedTo === null) return null
  let cost = 0
  for (let at = Date.parse(period.fromDate); at <= Date.parse(publishedTo); at += 86_400_000) {
    const day = new Date(at)
    cost += costPerMonth / new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
  }
  return cost
}

const cents = (value: number) => Math.round(value * 100) / 100
