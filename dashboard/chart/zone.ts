/** A time as the clocks of a zone show it. Months from 1. */
export interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// Making a formatter costs a hundred times more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

/** What the clocks of `timeZone` show at an instant. */
export function wallAt(ms: number, timeZone: string): Wall {
  const wall: Wall = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of formatter(timeZone).formatToParts(ms)) {
    if (type in wall) wall[type as keyof Wall] = Number(value)
  }
  return wall
}

/** What is to be added to UTC for the zone's wall time, in ms. */
export function offsetAt(ms: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallAt(ms, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
}

/**
 * The instant of a wall time; `day` may run over, as in Date.UTC. A time that comes twice (clocks set back) gives the
 * first; one that does not exist (clocks set forward) gives the same distance after the change.
 */
export function instantOf(
  wall: Pick<Wall, 'year' | 'month' | 'day'> & { hour?: number; minute?: number },
  timeZone: string,
): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour ?? 0, wall.minute ?? 0)
  const before = asUtc - offsetAt(asUtc - DAY, timeZone)
  const after = asUtc - offsetAt(asUtc + DAY, timeZone)
  const exact = [before, after].sort((a, b) => a - b).find((ms) => ms + offsetAt(ms, timeZone) === asUtc)
  return exact ?? Math.max(before, after)
}

/** The midnight that begins the day of `ms`, moved by whole days of the zone's calendar. */
export function dayStart(ms: number, timeZone: string, days = 0): number {
  const { year, month, day } = wallAt(ms, timeZone)
  return instantOf({ year, month, day: day + days }, timeZone)
}

/** The whole hour, by the zone's clocks, in which `ms` lies: not every zone's offset is whole hours. */
export function hourStart(ms: number, timeZone: string): number {
  const local = ms + offsetAt(ms, timeZone)
  return ms - (((local % HOUR) + HOUR) % HOUR)
}

/** The minute in which `ms` lies. */
export function minuteStart(ms: number): number {
  return Math.floor(ms / MINUTE) * MINUTE
}
