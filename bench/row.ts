/** One figure of the table: what was measured beside what was promised. */
export interface Row {
  row: string
  /** The measurement, as the table shows it. */
  abordo: string
  bound: string
  /** Null: it could not be measured here; `abordo` says why. */
  holds: boolean | null
  /** The same as numbers: counts, ratios, milliseconds, megabytes. */
  figures: Record<string, number>
}

/** The bound of a row that promises nothing. */
export const NO_BOUND = 'none: a figure'

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** To three significant digits: more than a busy machine can tell apart. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
