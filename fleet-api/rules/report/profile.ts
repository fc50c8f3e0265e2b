import { FEWEST_TOLD, type ReportRow } from '../../../contract/city-report.ts'
import { CITY_ROW, isVehiclesRow, VEHICLES_ROW } from '../../../contract/report-rows.ts'
import type { ToldProfile } from './inputs.ts'

/** Riders connected by hour of the day and by weekday; null: not told. */
export type Profile = Pick<ReportRow, 'hours' | 'weekdays'>

/** What was counted in one hour of one weekday of a month, of a leaf row. */
export interface ProfileCell {
  rowKey: string
  /** 0 for Monday to 6 for Sunday. */
  weekday: number
  hour: number
  sessions: number
  ridersSum: number
  /** Minutes in which anybody reported. */
  minutes: number
}

interface Bucket {
  sessions: number
  ridersSum: number
  minutes: number
}

/** What is told of a bucket: riders added up over its minutes; null: it is hidden, or nobody reported. */
type Told = (number | null)[]

/**
 * What is told of the profiles of a month that is final, in the mean over the minutes. `published`: riders added up over the minutes as the ledger
 * has published them of each row, by weekday.
 *
 * Weekdays are what is published of their days, as anybody could add it up: what was counted on them would tell, less what is published, what was
 * carried from one day to another. Hours are told nowhere else, so they are what was counted, scaled: an hour of fewer than ten sessions is
 * hidden, and with it the next smaller ones until what is hidden is of two hours at least and of ten sessions; what is left adds up, with what is
 * hidden, to what is published of the row. All vehicles' and the city's are made of what is told of their rows, and of the rows of which nothing
 * is told, together as if they were one: so they tell no more than those.
 */
export function toldProfiles(
  cells: readonly ProfileCell[],
  published: ReadonlyMap<string, readonly number[]>,
): ToldProfile[] {
  const totals = new Map([...published].map(([rowKey, sums]) => [rowKey, sums.reduce((all, sum) => all + sum, 0)]))
  const [hours, weekdays] = [hoursTold(cells, totals), weekdaysTold(cells, published)]
  const rowKeys = [...new Set([...hours.keys(), ...weekdays.keys()])].sort()
  return rowKeys.map((rowKey) => ({
    rowKey,
    hours: hours.get(rowKey) ?? null,
    weekdays: weekdays.get(rowKey) ?? null,
  }))
}

type Means = Map<string, (number | null)[]>

function weekdaysTold(cells: readonly ProfileCell[], published: ReadonlyMap<string, readonly number[]>): Means {
  const { rows, minutes } = counted(cells, 7, ({ weekday }) => weekday)
  const means: Means = new Map()
  const tell = (rowKey: string, sums: readonly number[], over: readonly number[]) => {
    if (sums.some((sum) => sum > 0))
      means.set(
        rowKey,
        sums.map((sum, at) => (sum > 0 ? mean(sum, over[at] ?? 0) : null)),
      )
  }
  for (const [rowKey, sums] of published) {
    const own = rows.get(rowKey)?.map((bucket) => bucket.minutes) ?? []
    tell(rowKey, sums, own)
  }
  const sumOf = (isIn: (rowKey: string) => boolean) =>
    Array.from({ length: 7 }, (_, at) =>
      [...published].reduce((all, [rowKey, sums]) => all + (isIn(rowKey) ? (sums[at] ?? 0) : 0), 0),
    )
  tell(VEHICLES_ROW, sumOf(isVehiclesRow), minutes)
  tell(
    CITY_ROW,
    sumOf(() => true),
    minutes,
  )
  return means
}

/** What was counted, by row; and the minutes of the whole city. */
function counted(cells: readonly ProfileCell[], size: number, bucketOf: (cell: ProfileCell) => number) {
  const rows = new Map<string, Bucket[]>()
  const minutes: number[] = Array(size).fill(0)
  const ofSlot = new Map<string, number>()
  for (const cell of cells) {
    const at = bucketOf(cell)
    const buckets = rows.get(cell.rowKey) ?? empty(size)
    rows.set(cell.rowKey, buckets)
    add(buckets[at], cell)
    // The city's minutes are those of whoever reported most.
    const slot = `${cell.weekday} ${cell.hour}`
    const more = Math.max(0, cell.minutes - (ofSlot.get(slot) ?? 0))
    ofSlot.set(slot, (ofSlot.get(slot) ?? 0) + more)
    minutes[at] = (minutes[at] ?? 0) + more
  }
  return { rows, minutes }
}

const HOURS = 24

function hoursTold(cells: readonly ProfileCell[], totals: ReadonlyMap<string, number>): Means {
  const { rows, minutes } = counted(cells, HOURS, ({ hour }) => hour)
  const told = new Map<string, Told>()
  const pooled = empty(HOURS)
  let pooledTotal = 0
  for (const [rowKey, buckets] of rows) {
    const total = totals.get(rowKey) ?? 0
    const own = toldOf(buckets, total)
    if (own) told.set(rowKey, own)
    else {
      for (const [at, bucket] of buckets.entries()) add(pooled[at], bucket)
      pooledTotal += total
    }
  }
  const pool = toldOf(pooled, pooledTotal)
  const leaves = [...told]
  const totalOf = (isIn: (rowKey: string) => boolean) =>
    [...totals].reduce((sum, [rowKey, total]) => sum + (isIn(rowKey) ? total : 0), 0)
  const vehicles = leaves.filter(([rowKey]) => isVehiclesRow(rowKey)).map(([, own]) => own)
  const all = [...leaves.map(([, own]) => own), ...(pool ? [pool] : [])]
  const means: Means = new Map()
  for (const [rowKey, own] of leaves) {
    const buckets = rows.get(rowKey) ?? []
    means.set(
      rowKey,
      own.map((sum, at) => mean(sum, buckets[at]?.minutes ?? 0)),
    )
  }
  if (vehicles.length > 0)
    means.set(
      VEHICLES_ROW,
      scaled(together(vehicles), totalOf(isVehiclesRow)).map((sum, at) => mean(sum, minutes[at] ?? 0)),
    )
  if (all.length > 0)
    means.set(
      CITY_ROW,
      scaled(
        together(all),
        totalOf(() => true),
      ).map((sum, at) => mean(sum, minutes[at] ?? 0)),
    )
  return means
}

/** In tens: a finer sum would tell by which whole numbers it was scaled, so what was counted and not published. */
const STEP = 10

/** Null: nothing can be told. */
function toldOf(buckets: Bucket[], total: number): Told | null {
  const counted = buckets.reduce((sum, { ridersSum }) => sum + ridersSum, 0)
  if (total <= 0 || counted <= 0) return null
  const used = [...buckets.entries()].filter(([, { sessions, ridersSum }]) => sessions > 0 || ridersSum > 0)
  const inOrder = used.sort(([, a], [, b]) => a.sessions - b.sessions)
  let hidden = inOrder.filter(([, { sessions }]) => sessions < FEWEST_TOLD).length
  const isSafe = () =>
    hidden === 0 ||
    (hidden > 1 && inOrder.slice(0, hidden).reduce((sum, [, { sessions }]) => sum + sessions, 0) >= FEWEST_TOLD)
  while (!isSafe() && hidden < inOrder.length) hidden += 1
  if (hidden === inOrder.length) return null
  const isHidden = new Set(inOrder.slice(0, hidden).map(([at]) => at))
  return buckets.map(({ ridersSum, minutes }, at) =>
    isHidden.has(at) || minutes === 0 ? null : Math.round((ridersSum * total) / counted / STEP) * STEP,
  )
}

function together(rows: Told[]): Told {
  return Array.from({ length: HOURS }, (_, at) => {
    const known = rows.map((row) => row[at] ?? null).filter((sum) => sum !== null)
    return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)
  })
}

/** So that they add up to what is published. */
function scaled(sums: Told, total: number): Told {
  const all = sums.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  return sums.map((sum) => (sum === null || all === 0 ? sum : (sum * total) / all))
}

function mean(sum: number | null, minutes: number): number | null {
  return sum === null || minutes === 0 ? null : Math.round((sum / minutes) * 100) / 100
}

function empty(size: number): Bucket[] {
  return Array.from({ length: size }, () => ({ sessions: 0, ridersSum: 0, minutes: 0 }))
}

function add(to: Bucket | undefined, from: Bucket): void {
  if (!to) return
  to.sessions += from.sessions
  to.ridersSum += from.ridersSum
  to.minutes += from.minutes
}
