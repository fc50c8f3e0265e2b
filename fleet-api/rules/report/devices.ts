import { FEWEST_TOLD, type ReportRow } from '../../../contract/city-report.ts'
import { CITY_ROW, VEHICLES_ROW } from '../../../contract/report-rows.ts'
import type { DevicesCell } from './inputs.ts'

/**
 * The days' estimates that are told. One below ten is not; nor, of the same day, the next larger ones until what is hidden is of two rows at
 * least and of ten devices, so that it does not follow from the city's own. Where that cannot be, the city's is not told either; that of all
 * vehicles together only where nothing is hidden.
 */
export function toldDevices(cells: readonly DevicesCell[]): DevicesCell[] {
  const dates = new Map<string, DevicesCell[]>()
  for (const cell of cells) dates.set(cell.date, [...(dates.get(cell.date) ?? []), cell])
  return [...dates.values()].flatMap(toldOfDay)
}

function toldOfDay(cells: DevicesCell[]): DevicesCell[] {
  const isSum = ({ rowKey }: DevicesCell) => rowKey === CITY_ROW || rowKey === VEHICLES_ROW
  const leaves = cells.filter((cell) => !isSum(cell) && cell.estimate > 0).sort((a, b) => a.estimate - b.estimate)
  let hidden = leaves.filter(({ estimate }) => estimate < FEWEST_TOLD).length
  const isSafe = () => hidden === 0 || (hidden > 1 && total(leaves.slice(0, hidden)) >= FEWEST_TOLD)
  while (!isSafe() && hidden < leaves.length) hidden += 1
  const sums = cells.filter(
    (cell) => isSum(cell) && cell.estimate >= FEWEST_TOLD && (cell.rowKey === CITY_ROW ? isSafe() : hidden === 0),
  )
  return [...leaves.slice(hidden), ...sums]
}

const total = (cells: DevicesCell[]) => cells.reduce((sum, { estimate }) => sum + estimate, 0)

/** The mean over the days that are told. Null: none is. `told`: of one row. */
export function meanOfDays(told: readonly DevicesCell[]): ReportRow['dailyDevices'] {
  if (told.length === 0) return null
  const sum = told.reduce((all, { estimate }) => all + estimate, 0)
  return {
    mean: Math.round(sum / told.length),
    days: told.length,
    errorShare: Math.max(...told.map(({ errorShare }) => errorShare)),
  }
}
