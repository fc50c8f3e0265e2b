import type { ReportRow } from '../../../contract/city-report.ts'

export const COLUMNS = [
  'route',
  'sessions',
  'ridersMean',
  'ridersPeak',
  'dailyDevices',
  'outputOctets',
  'availability',
  'completeness',
] as const
export type Column = (typeof COLUMNS)[number]
export interface Sort {
  column: Column
  isUp: boolean
}

export const BY_ROUTE: Sort = { column: 'route', isUp: true }

/** As the address has it: `sessions`, most first; `sessions.up`, least first. Routes go by name. */
export function sortOf(text: string | null): Sort {
  const [name, way] = text?.split('.') ?? []
  const column = COLUMNS.find((one) => one === name)
  return column === undefined ? BY_ROUTE : { column, isUp: (way === 'up') !== (column === 'route') }
}

/** Null: as it is without being asked for. */
export function sortText({ column, isUp }: Sort): string | null {
  if (column === 'route') return isUp ? null : 'route.up'
  return isUp ? `${column}.up` : column
}

/** What a row is sorted by; null: it tells nothing, and comes last either way. */
export function figureOf(row: ReportRow, column: Exclude<Column, 'route'>): number | null {
  if (column === 'dailyDevices') return row.dailyDevices?.mean ?? null
  if (column === 'availability') return row.service.availability
  return row[column]
}

/** Routes whose name has a text in it, in an order. */
export function rowsShown(routes: readonly ReportRow[], find: string, { column, isUp }: Sort): ReportRow[] {
  const wanted = plain(find.trim())
  const found = routes.filter(
    (row) => wanted === '' || plain(`${row.shortName ?? ''} ${row.longName ?? ''}`).includes(wanted),
  )
  if (column === 'route') return isUp ? found : found.reverse()
  return found.sort((a, b) => {
    const [x, y] = [figureOf(a, column), figureOf(b, column)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return isUp ? x - y : y - x
  })
}

/** Without accents and capitals, as people type. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
