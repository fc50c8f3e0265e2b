import type { Format } from '../format.ts'
import type { Compared } from './compare.ts'
import type { Frame } from './frame.ts'
import { isMidnight } from './ticks.ts'

/** How one route looks: its line, and its badge as the feed colours it. */
export interface LineLook {
  name: string
  line: string
  badge: string
  badgeText: string
}

/** Something that happened and may explain what is drawn; `mark` stands on the chart and beside its text. */
export interface Flag {
  at: number
  mark: string
}

/** Everything that a drawing of the chart depends on. */
export interface Scene {
  frame: Frame
  compared: Compared | null
  flags: readonly Flag[]
  looks: ReadonlyMap<string, LineLook>
  stacked: boolean
  highlighted: string | null
  /** Index of the moment under the pointer or the keyboard; null: none. */
  moment: number | null
  format: Format
  /** The fleet's time: what a bucket that holds it says may still change. */
  now: number
}

/** A tick says the time, and at midnight the day; where ticks are days all say the day. */
export function tickLabel(at: number, ticks: readonly number[], frame: Frame, format: Format): string | string[] {
  const apart = (ticks[1] ?? at) - (ticks[0] ?? at)
  if (apart >= 20 * 3_600_000 || frame.step === 'day') return format.day(at)
  if (isMidnight(at, frame.timeZone)) return [format.time(at), format.day(at)]
  return at === ticks[0] ? [format.time(at), format.day(at)] : format.time(at)
}

/** `#rrggbb` with an opacity from 0 to 1. */
export function faded(hex: string, opacity: number): string {
  const byte = Math.round(opacity * 255)
  return `${hex}${byte.toString(16).padStart(2, '0')}`
}
