import type { Connectivity } from '../../contract/connectivity.ts'
import { completenessOf } from './completeness.ts'

/** What a rollup holds of one stretch of time, or of several together. */
export interface Rolled {
  sessionsStarted: number
  inputOctets: number
  outputOctets: number
  ridersSum: number
  /** Null: not worked out yet. */
  minutes: number | null
  ridersPeak: number | null
  reports: number
  due: number
}

export type Usage = Omit<Connectivity['city'], 'days' | 'service'>

/** The figures that are shown of it. */
export function usageOf(rolled: Rolled): Usage {
  const { sessionsStarted, inputOctets, outputOctets, ridersSum, minutes, ridersPeak, reports, due } = rolled
  return {
    sessionsStarted,
    inputOctets,
    outputOctets,
    riderHours: Math.round(ridersSum / 6) / 10,
    ridersMean: minutes ? Math.round((ridersSum / minutes) * 100) / 100 : null,
    ridersPeak: minutes ? ridersPeak : null,
    completeness: completenessOf(reports, due),
  }
}

/** Several together; a peak or mean of which a part is not known is not known. */
export function together(all: Rolled[]): Rolled {
  const sum = (of: (one: Rolled) => number) => all.reduce((total, one) => total + of(one), 0)
  const known = all.every(({ minutes }) => minutes !== null)
  return {
    sessionsStarted: sum((one) => one.sessionsStarted),
    inputOctets: sum((one) => one.inputOctets),
    outputOctets: sum((one) => one.outputOctets),
    ridersSum: sum((one) => one.ridersSum),
    minutes: known ? sum((one) => one.minutes ?? 0) : null,
    ridersPeak: known ? all.reduce((most, one) => Math.max(most, one.ridersPeak ?? 0), 0) : null,
    reports: sum((one) => one.reports),
    due: sum((one) => one.due),
  }
}
