const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timezone, made)
  return made
}

/** Seconds that local time in `timezone` (IANA) is ahead of UTC at the instant `at` (seconds since 1970). */
export function zoneOffset(timezone: string, at: number): number {
  const part = Object.fromEntries(
    formatter(timezone)
      .formatToParts(at * 1000)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at
}

/** The instant (seconds since 1970) at which the local day of `at` begins, the days of a clock change included. */
export function localDayStart(timezone: string, at: number): number {
  const offset = zoneOffset(timezone, at)
  const midnight = Math.floor((at + offset) / 86_400) * 86_400
  // The offset at midnight may differ from that of `at`; where midnight does not exist, the day begins when the clocks have jumped.
  const guess = midnight - zoneOffset(timezone, midnight - offset)
  return guess > at ? midnight - offset : guess
}

/** ISO 8601 with the zone's offset at that instant, to the second: `2026-11-24T06:00:00-06:00`. */
export function isoInZone(timezone: string, at: number): string {
  const offset = zoneOffset(timezone, at)
  const local = new Date((at + offset) * 1000).toISOString().slice(0, 19)
  const size = Math.abs(offset)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(size / 3600)}:${two((size % 3600) / 60)}`
}
