/** What a feed may cost to read. A feed comes from outside, and a ZIP of a few kilobytes can unpack to terabytes. */
export interface Limits {
  /** Octets of all files that are read, unpacked. */
  totalOctets: number
  /** Unpacked octets for one packed octet, for files that are large enough to matter. Real feeds stay below 50. */
  ratio: number
  /** Files in the ZIP. */
  entries: number
  /** Rows of stop_times.txt, and of shapes.txt: they are kept in memory, 30 octets each. */
  rows: number
}

export const LIMITS: Limits = { totalOctets: 2 * 1024 ** 3, ratio: 200, entries: 10_000, rows: 10_000_000 }

/** Below this an unpacked file does no harm, whatever its ratio. */
export const HARMLESS_OCTETS = 1024 ** 2
