import { LATE_WINDOW_S } from '../../../contract/steps.ts'
import type { Compared } from '../../chart/compare.ts'
import { type Cell, type Frame, UNKNOWN } from '../../chart/frame.ts'
import { nextBucket } from '../../chart/range.ts'
import { offsetAt, wallAt } from '../../chart/zone.ts'

const COLUMNS = [
  'at',
  'step',
  'route_id',
  'route_short_name',
  'riders_mean',
  'riders_peak',
  'completeness',
  'provisional',
  'definitions',
]
const COMPARED = ['compared_at', 'compared_riders_mean', 'compared_riders_peak', 'compared_completeness']

type Field = string | number | boolean | null

export interface Sheet {
  frame: Frame
  compared: Compared | null
  /** Short names of routes by their keys. */
  names: ReadonlyMap<string, string>
  definitions: string
  /** ms since 1970. */
  now: number
}

/**
 * What the chart shows as CSV (RFC 4180, UTF-8), one row for each moment and route. Where nothing is known the figures are empty; a
 * completeness of 0 says that reports were due there and none came. `at`: the start of the step, ISO 8601 with the city's offset.
 */
export function csvOf({ frame, compared, names, definitions, now }: Sheet): string {
  const { timeZone, step } = frame
  const rows: Field[][] = [compared ? [...COLUMNS, ...COMPARED] : COLUMNS]
  frame.grid.forEach((at, i) => {
    const iso = isoIn(at, timeZone)
    const provisional = nextBucket(at, step, timeZone) + LATE_WINDOW_S * 1000 > now
    const then = compared?.grid[i] ?? null
    for (const { key, cells, silent } of frame.lines) {
      const cell = cells[i] ?? null
      const id = key === UNKNOWN ? '' : key
      const share = cell === null && silent[i] ? 0 : completeness(cell)
      const figures = [cell?.mean ?? null, cell?.peak ?? null, share]
      const before = compared?.cells.get(key)?.[i] ?? null
      rows.push([
        ...[iso, step, id, key === UNKNOWN ? '' : (names.get(key) ?? ''), ...figures, provisional, definitions],
        ...(compared
          ? [
              then === null ? null : isoIn(then, timeZone),
              before?.mean ?? null,
              before?.peak ?? null,
              completeness(before),
            ]
          : []),
      ])
    }
  })
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** Of a minute that was only heard of live nobody knows yet. */
function completeness(cell: Cell | null): number | null {
  return cell === null || cell.live ? null : cell.completeness
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function field(value: Field): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `2026-11-24T06:00:00-06:00`: the time of the zone's clocks, with its offset. */
export function isoIn(ms: number, timeZone: string): string {
  const offset = offsetAt(ms, timeZone) / 60_000
  const size = Math.abs(offset)
  const sign = offset < 0 ? '-' : '+'
  return `${localIn(ms, timeZone)}:00${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** `2026-11-24T06:00`, as a field for date and time has it. */
export function localIn(ms: number, timeZone: string): string {
  const { year, month, day, hour, minute } = wallAt(ms, timeZone)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

const two = (value: number) => String(value).padStart(2, '0')

/** `abordo-riders-2026-11-24T0600-2026-11-25T0600-hour`, without what a file system refuses; the times are the city's. */
export function fileName(what: string, { from, to, timeZone }: Frame, by: string): string {
  const [start, end] = [from, to].map((ms) => localIn(ms, timeZone).replace(':', ''))
  return `abordo-${what}-${start}-${end}-${by}`
}
