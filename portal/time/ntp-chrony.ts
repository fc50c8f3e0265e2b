/** Reference ID of chronyd's `local` mode: it passes on this machine's own clock, which nobody has set. */
const OWN_CLOCK = '7F7F0101'
/** chronyd says 0 before it has a source, and 16 is NTP's word for none. */
const STRATA = { least: 1, most: 15 }
/** RFC 5905, MAXDISP: an error of 16 s counts as infinite. */
const MOST_MS = 16_000

/** Columns of `chronyc -c tracking` (chrony 4.3; all numbers are seconds). */
const COLUMNS = 14
const REFERENCE_ID = 0
const STRATUM = 2
const SYSTEM_OFFSET = 4
const ROOT_DELAY = 10
const ROOT_DISPERSION = 11
const LEAP_STATUS = 13
/** The other two announce a leap second for the end of the month, and are as synchronised. */
const SYNCHRONISED = ['Normal', 'Insert second', 'Delete second']

/**
 * How wrong the system's clock may be by what `chronyc -c -n tracking` printed, milliseconds: half the way to the reference clock and
 * back, all that has added up since (RFC 5905's root distance), and what is still being slewed away. null: not synchronised.
 */
export function chronyUncertaintyMs(printed: string): number | null {
  const columns = printed.trim().split(',')
  if (columns.length < COLUMNS) return null
  const seconds = (column: number) => Number(columns[column] || Number.NaN)
  const stratum = seconds(STRATUM)
  if (columns[REFERENCE_ID] === OWN_CLOCK || !SYNCHRONISED.includes(columns[LEAP_STATUS] ?? '')) return null
  if (!(stratum >= STRATA.least && stratum <= STRATA.most)) return null
  const delay = seconds(ROOT_DELAY)
  const dispersion = seconds(ROOT_DISPERSION)
  const ms = (Math.abs(delay) / 2 + Math.abs(dispersion) + Math.abs(seconds(SYSTEM_OFFSET))) * 1000
  return ms <= MOST_MS ? ms : null
}
