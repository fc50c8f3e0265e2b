import type { ShapeIndex } from '../../fleet-api/matching/shape-index.ts'
import { dayOf } from './days.ts'
import { type How, judge, type Tally } from './judge.ts'

/** A Tuesday on which both feeds run. */
const START = Date.parse('2018-06-05T12:00:00Z')

export interface Measure {
  routes: Map<string, Tally>
  /** Minutes on no route: parked, or on the way to a terminal. */
  none: Tally
  /** All minutes on a route together. */
  all: Tally
  fixes: number
  ms: number
}

/** Drives a day around every shape of a network, and holds what is said of each minute against the truth, in each of these ways. */
export function measureShapes(index: ShapeIndex, hows: readonly How[]): Measure[] {
  const judges = hows.map((how) => ({ ...how, tallies: new Map<string, Tally>() }))
  let fixes = 0
  let ms = 0
  for (const number of index.courses.keys()) {
    const drive = dayOf(index.courses, number, START)
    fixes += drive.fixes.length
    const started = performance.now()
    judge(drive, index, judges)
    ms += performance.now() - started
  }
  return judges.map(({ tallies: routes }) => {
    const none = routes.get('') ?? nothing()
    routes.delete('')
    const all = nothing()
    for (const tally of routes.values()) for (const key of KEYS) all[key] += tally[key]
    return { routes, none, all, fixes, ms }
  })
}

const nothing = (): Tally => ({ minutes: 0, right: 0, unknown: 0, wrong: 0, falsely: 0 })
const KEYS = ['minutes', 'right', 'unknown', 'wrong', 'falsely'] as const

/** Of the minutes that are said to be on a route: how many are. */
export function precision({ right, falsely }: Tally): number {
  return right + falsely === 0 ? 1 : right / (right + falsely)
}

/** Of the minutes on a route: of how many it is said. */
export function recall({ right, minutes }: Tally): number {
  return minutes === 0 ? 1 : right / minutes
}
