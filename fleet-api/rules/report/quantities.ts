import { CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S } from '../../../contract/histogram.ts'
import type { Amounts, Groups } from './ledger.ts'

/** What a row's riders did in some time. */
export interface Quantities {
  sessions: number
  inputOctets: number
  outputOctets: number
  /** Riders connected, added up over the minutes. */
  ridersSum: number
  /** Counts by bucket (contract/histogram.ts). */
  lengths: number[]
  connects: number[]
}

const SCALARS = ['sessions', 'inputOctets', 'outputOctets', 'ridersSum'] as const
const LENGTHS = LENGTH_BOUNDS_S.length + 1
const CONNECTS = CONNECT_BOUNDS_MS.length + 1

/** As the ledger counts them: sessions come first. */
export function amountsOf(quantities: Quantities): number[] {
  const { lengths, connects } = quantities
  return [
    ...SCALARS.map((name) => quantities[name]),
    ...Array.from({ length: LENGTHS }, (_, bucket) => lengths[bucket] ?? 0),
    ...Array.from({ length: CONNECTS }, (_, bucket) => connects[bucket] ?? 0),
  ]
}

export function quantitiesOf(amounts: Amounts): Quantities {
  const [sessions = 0, inputOctets = 0, outputOctets = 0, ridersSum = 0] = amounts
  const at = SCALARS.length
  return {
    sessions,
    inputOctets,
    outputOctets,
    ridersSum,
    lengths: some(amounts.slice(at, at + LENGTHS)),
    connects: some(amounts.slice(at + LENGTHS, at + LENGTHS + CONNECTS)),
  }
}

/** Where the histograms are among the amounts. */
export const HISTOGRAMS: Groups = [
  [SCALARS.length, SCALARS.length + LENGTHS],
  [SCALARS.length + LENGTHS, SCALARS.length + LENGTHS + CONNECTS],
]

/** A histogram of nothing is empty. */
function some(counts: number[]): number[] {
  return counts.some((count) => count !== 0) ? counts : []
}

export const NO_AMOUNTS: Amounts = Array(SCALARS.length + LENGTHS + CONNECTS).fill(0)
