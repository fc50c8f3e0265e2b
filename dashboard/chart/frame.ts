import type { RidersAnswer, Step } from '../../contract/api.ts'
import { bucketsOf, type Window } from './range.ts'

/** Riders whose route is not known have a line too; no GTFS id begins with two tildes. */
export const UNKNOWN = '~~unknown'
export const INCOMPLETE_BELOW = 0.95

/** One bucket of one line. `live`: not yet a stored minute, but what the gateways last said. */
export interface Cell {
  mean: number
  peak: number
  completeness: number
  live: boolean
}

/** What the chart and the table both show: for each line one cell a bucket, null where nothing is known. */
export interface Frame {
  step: Step
  timeZone: string
  from: number
  to: number
  grid: number[]
  lines: Line[]
}

export interface Line {
  key: string
  cells: (Cell | null)[]
  /** Buckets in which reports were due and none came: not known, where a bucket with nothing due counts as nobody. */
  silent: boolean[]
  /** Minutes so new that their reports are still on the way. */
  arriving: boolean[]
}

export type PointsByRoute = ReadonlyMap<string, RidersAnswer['series'][number]['points']>
/** Riders by route and minute, as heard on the live stream. */
export type LiveMinutes = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Reports of a minute arrive over the next one; until then a sum over the early ones would look like a fall. */
const SETTLES_AFTER = 150_000

/** Lays points on the window's buckets. A bucket without a point, or with a null mean, is a gap and never a zero. */
export function frameOf(
  window: Window,
  timeZone: string,
  keys: string[],
  points: PointsByRoute,
  live: LiveMinutes,
  now: number,
): Frame {
  const grid = bucketsOf(window, timeZone)
  const index = new Map(grid.map((at, i) => [at, i]))
  const lines = keys.map((key) => {
    const cells: (Cell | null)[] = grid.map(() => null)
    const silent = grid.map(() => false)
    for (const point of points.get(key) ?? []) {
      const at = Date.parse(point.at)
      const i = index.get(at)
      if (i === undefined) continue
      if (point.mean === null) {
        silent[i] = true
        continue
      }
      const early = window.step === 'minute' && now - at < SETTLES_AFTER && point.completeness < INCOMPLETE_BELOW
      if (early) continue
      cells[i] = { mean: point.mean, peak: point.peak ?? point.mean, completeness: point.completeness, live: false }
    }
    if (window.step === 'minute') {
      for (const [at, riders] of live.get(key) ?? []) {
        const i = index.get(at)
        if (i !== undefined && !cells[i]) cells[i] = { mean: riders, peak: riders, completeness: 1, live: true }
      }
    }
    const arriving = grid.map((at, i) => window.step === 'minute' && !cells[i] && now - at < SETTLES_AFTER)
    return { key, cells, silent, arriving }
  })
  return { step: window.step, timeZone, from: window.from, to: window.to, grid, lines }
}

/**
 * The cells of other buckets, such as those of a week before, by line: null where nothing is known or there is no such bucket. `silent`: in
 * which buckets a line owed reports and none came, so that there is no sum of all lines.
 */
export function cellsBefore(
  points: PointsByRoute,
  keys: readonly string[],
  grid: readonly (number | null)[],
): { cells: Map<string, (Cell | null)[]>; silent: boolean[] } {
  const silent = grid.map(() => false)
  const cellsOf = (key: string): (Cell | null)[] => {
    const found = new Map((points.get(key) ?? []).map((point) => [Date.parse(point.at), point]))
    return grid.map((at, i) => {
      const point = at === null ? undefined : found.get(at)
      if (!point) return null
      if (point.mean === null) {
        silent[i] = true
        return null
      }
      return { mean: point.mean, peak: point.peak ?? point.mean, completeness: point.completeness, live: false }
    })
  }
  return { cells: new Map(keys.map((key) => [key, cellsOf(key)])), silent }
}

/** The series of an answer by route, the unknown one under UNKNOWN. */
export function pointsByRoute(
  answer: Pick<RidersAnswer, 'series'>,
): Map<string, RidersAnswer['series'][number]['points']> {
  return new Map(answer.series.map(({ routeId, points }) => [routeId ?? UNKNOWN, points]))
}

/**
 * Completeness of a whole range, or null where no report was due. The API gives shares without their counts, so a route
 * weighs as many gateways as it has: an estimate, and labelled so on the page.
 */
export function completenessOf(
  points: PointsByRoute,
  gateways: ReadonlyMap<string, number>,
  settledBefore: number,
): number | null {
  let received = 0
  let due = 0
  for (const [key, list] of points) {
    const weight = Math.max(1, gateways.get(key) ?? 1)
    for (const point of list) {
      if (Date.parse(point.at) >= settledBefore) continue
      received += point.completeness * weight
      due += weight
    }
  }
  return due === 0 ? null : received / due
}

/** The newest bucket at or before `index` in which any line has a value; -1 where there is none. */
export function lastKnown(frame: Frame): number {
  for (let i = frame.grid.length - 1; i >= 0; i--) if (frame.lines.some((line) => line.cells[i])) return i
  return -1
}
