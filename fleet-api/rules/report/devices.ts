import { FEWEST_TOLD, type ReportRow } from '../../../contract/city-report.ts'
import { CITY_ROW, VEHICLES_ROW } from '../../../contract/report-rows.ts'
import type { DevicesCell } from './inputs.ts'

/** As it was estimated: from how many of the hours in which gateways had riders. */
type Estimated = DevicesCell & { estimate: number; pieces: number; due: number }

/** Of a day of which less came the estimate is that of a smaller day: it says nothing. */
const LEAST_SHARE = 0.5

/**
 * The days' estimates that are told. One below ten is not (that there is one at all says that there was somebody); nor, of the same day, the
 * next larger ones until what is hidden is of two rows at least and of ten devices, so that it does not follow from the city's own. Where
 * that cannot be, the city's is not told either; that of all vehicles together only where nothing is hidden. What was made of less than
 * LEAST_SHARE of what was due is left out too: it is not known.
 */
export function toldDevices(cells: readonly Estimated[]): DevicesCell[] {
  const dates = new Map<string, Estimated[]>()
  for (const cell of cells) dates.set(cell.date, [...(dates.get(cell.date) ?? []), cell])
  return [...dates.values()].flatMap((ofDay) => {
    const told = toldOfDay(ofDay)
    return ofDay
      .filter(({ rowKey, pieces, due }) => told.has(rowKey) && pieces >= due * LEAST_SHARE)
      .map(({ pieces: _pieces, due: _due, ...cell }) => cell)
  })
}

function toldOfDay(cells: Estimated[]): Set<string> {
  const isSum = ({ rowKey }: Estimated) => rowKey === CITY_ROW || rowKey === VEHICLES_ROW
  const leaves = cells.filter((cell) => !isSum(cell) && cell.estimate > 0).sort((a, b) => a.estimate - b.estimate)
  let hidden = leaves.filter(({ estimate }) => estimate < FEWEST_TOLD).length
  const isSafe = () => hidden === 0 || (hidden > 1 && total(leaves.slice(0, hidden)) >= FEWEST_TOLD)
  while (!isSafe() && hidden < leaves.length) hidden += 1
  const sums = cells.filter(
    (cell) => isSum(cell) && cell.estimate >= FEWEST_TOLD && (cell.rowKey === CITY_ROW ? isSafe() : hidden === 0),
  )
  return new Set([...leaves.slice(hidden), ...sums].map(({ rowKey }) => rowKey))
}

const total = (cells: Estimated[]) => cells.reduce((sum, { estimate }) => sum + estimate, 0)

/** The mean over the days that are told. Null: none is. `cells`: of one row. */
export function meanOfDays(cells: readonly DevicesCell[]): ReportRow['dailyDevices'] {
  const told = cells.filter(({ estimate }) => estimate !== null)
  if (told.length === 0) return null
  const sum = told.reduce((all, { estimate }) => all + (estimate ?? 0), 0)
  return {
    mean: Math.round(sum / told.length),
    days: told.length,
    errorShare: Math.max(...told.map(({ errorShare }) => errorShare)),
  }
}
