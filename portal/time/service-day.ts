/** A service day begins at four in the morning of a city ten hours behind UTC at most: no bus's night is cut in two by it. */
const DAY_BEGINS_MS = 10 * 3_600_000

/** The service day of a moment (ms since 1970), such as `2026-11-24`. */
export function serviceDayOf(ms: number): string {
  return new Date(ms - DAY_BEGINS_MS).toISOString().slice(0, 10)
}
