import { bearingBetween, metresBetween } from '../../contract/along.ts'
import type { Place } from '../../contract/route-evidence.ts'
import type { MinuteCells } from '../matching/explain.ts'
import { alongAt } from '../matching/matcher.ts'
import type { RouteCourse, ShapeIndex } from '../matching/shape-index.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { Found } from '../rules/ladder/found.ts'
import { readTrace } from '../rules/trace-text.ts'

/** Where on a shape of its route a vehicle is. */
export interface Along {
  course: RouteCourse
  alongM: number
}

/** Fixes that are nearer to one another show no direction. */
const APART_M = 20

/** Where on a shape of the row's route the vehicle was at its end; null: it was on none, or has not followed one far enough. */
export function alongOf(row: ReportRow, passed: readonly MinuteCells[], index: ShapeIndex): Along | null {
  const found = alongAt(passed, row.minuteAt, row.routeId)
  const course = found === null ? undefined : index.courses[found.index]
  return found && course ? { course, alongM: found.alongM } : null
}

/** Where the vehicle was at the end of a row; null: no fix tells. */
export function placeOf(row: ReportRow, along: Along | null, said: Found | null): Place | null {
  const fixes = readTrace(row.trace, row.startedAt)
  const last = fixes.at(-1)
  if (!last) return null
  const before = fixes.findLast((fix) => metresBetween([fix.lat, fix.lon], [last.lat, last.lon]) >= APART_M)
  const moved = before ? metresBetween([before.lat, before.lon], [last.lat, last.lon]) : 0
  return {
    at: last.at,
    lat: last.lat,
    lon: last.lon,
    bearing: before ? Math.round(bearingBetween([before.lat, before.lon], [last.lat, last.lon])) : null,
    speed: before ? Math.round((moved / Math.max(1, (last.at - before.at) / 1000)) * 10) / 10 : null,
    directionId: said?.directionId ?? along?.course.directionId ?? null,
    shapeKey: along?.course.shapeKey ?? null,
    alongM: along === null ? null : Math.round(along.alongM),
    tripId: said?.tripId ?? null,
  }
}
