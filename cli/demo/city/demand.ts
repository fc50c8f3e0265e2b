import type { RouteId } from './network.ts'

/** How many riders the demo city's routes carry through the day. Pure: no clock, no chance. */

/** A rise and fall of riders around a time of day: when, how long (standard deviation, minutes), how high. */
type Hump = readonly [hour: number, minute: number, spread: number, height: number]

/** The humps of a working day, of a Saturday and of a Sunday. */
interface Character {
  weekday: readonly Hump[]
  saturday: readonly Hump[]
  sunday: readonly Hump[]
}

const WEEKEND = {
  saturday: [
    [8, 0, 80, 0.25],
    [12, 30, 170, 0.5],
    [18, 30, 120, 0.42],
  ],
  sunday: [
    [12, 30, 160, 0.38],
    [18, 30, 110, 0.32],
  ],
} as const satisfies Omit<Character, 'weekday'>

const CHARACTERS = {
  /** Commuters in the morning and the evening, schools at midday. */
  trunk: {
    weekday: [
      [7, 40, 50, 0.8],
      [14, 5, 45, 0.42],
      [18, 45, 65, 0.72],
      [13, 0, 290, 0.36],
    ],
    ...WEEKEND,
  },
  /** Through the market streets: commuters, and shoppers until the shops shut, at weekends most of all. */
  market: {
    weekday: [
      [7, 50, 50, 0.62],
      [14, 0, 60, 0.4],
      [18, 30, 80, 0.66],
      [12, 30, 200, 0.4],
    ],
    saturday: [
      [12, 30, 130, 0.7],
      [18, 30, 110, 0.55],
    ],
    sunday: [
      [12, 0, 130, 0.62],
      [18, 30, 100, 0.36],
    ],
  },
  /** The same as a trunk from the edge of the city: earlier out, later home. */
  feeder: {
    weekday: [
      [7, 5, 45, 0.85],
      [14, 20, 45, 0.5],
      [19, 15, 60, 0.7],
      [13, 0, 280, 0.26],
    ],
    ...WEEKEND,
  },
  /** Lectures from seven, the change of turns at two, evening classes until nine; next to nobody on Sundays. */
  university: {
    weekday: [
      [7, 15, 38, 0.85],
      [10, 30, 90, 0.25],
      [14, 0, 45, 0.8],
      [18, 0, 70, 0.35],
      [21, 0, 32, 0.45],
      [13, 0, 260, 0.2],
    ],
    saturday: [
      [8, 0, 45, 0.35],
      [14, 0, 60, 0.32],
      [12, 0, 240, 0.1],
    ],
    sunday: [[12, 30, 200, 0.14]],
  },
  /** Outpatients all morning, visits in the afternoon, nurses' shifts; the wholesale market at dawn. */
  hospital: {
    weekday: [
      [5, 20, 35, 0.35],
      [7, 10, 45, 0.6],
      [9, 45, 110, 0.55],
      [14, 15, 50, 0.4],
      [16, 30, 70, 0.4],
      [20, 15, 40, 0.45],
      [13, 0, 280, 0.2],
    ],
    saturday: [
      [5, 20, 40, 0.4],
      [11, 0, 90, 0.5],
      [16, 30, 80, 0.45],
      [20, 15, 45, 0.25],
    ],
    sunday: [
      [11, 0, 80, 0.45],
      [16, 30, 90, 0.5],
      [20, 15, 45, 0.25],
    ],
  },
  /** Three shifts, changing at 6, 14 and 22 h: one crowd comes before the hour, another leaves after it. */
  industrial: {
    weekday: [
      [5, 35, 24, 0.85],
      [6, 25, 20, 0.5],
      [7, 45, 45, 0.3],
      [13, 35, 24, 0.8],
      [14, 25, 22, 0.7],
      [18, 30, 60, 0.3],
      [21, 35, 24, 0.6],
      [22, 25, 22, 0.6],
      [13, 0, 300, 0.14],
    ],
    saturday: [
      [5, 35, 24, 0.5],
      [13, 45, 30, 0.5],
      [14, 25, 22, 0.4],
      [13, 0, 240, 0.14],
    ],
    sunday: [
      [13, 0, 200, 0.15],
      [21, 35, 28, 0.3],
    ],
  },
  /** Around the city rather than into it: broad peaks, shoppers at the weekend. */
  ring: {
    weekday: [
      [7, 50, 65, 0.7],
      [14, 0, 60, 0.3],
      [18, 20, 80, 0.75],
      [13, 0, 290, 0.34],
    ],
    saturday: [[13, 30, 200, 0.62]],
    sunday: [[14, 0, 180, 0.5]],
  },
} as const satisfies Record<string, Character>

export interface RouteDemand {
  character: keyof typeof CHARACTERS
  /** Its day runs this many minutes after its character's: a longer or a shorter way to work. */
  laterMinutes: number
  /** The route's share of the buses: of every 60, so many. */
  weight: number
  /** Riders connected on one bus at the route's busiest. */
  peakRidersPerBus: number
}

export const ROUTE_DEMAND: Readonly<Record<RouteId, RouteDemand>> = {
  T1: { character: 'trunk', laterMinutes: 0, weight: 13, peakRidersPerBus: 44 },
  T2: { character: 'market', laterMinutes: 0, weight: 11, peakRidersPerBus: 40 },
  T3: { character: 'industrial', laterMinutes: 0, weight: 8, peakRidersPerBus: 38 },
  A1: { character: 'feeder', laterMinutes: -9, weight: 6, peakRidersPerBus: 24 },
  A2: { character: 'feeder', laterMinutes: 8, weight: 5, peakRidersPerBus: 22 },
  X1: { character: 'university', laterMinutes: 0, weight: 7, peakRidersPerBus: 36 },
  X2: { character: 'hospital', laterMinutes: 0, weight: 6, peakRidersPerBus: 28 },
  X3: { character: 'ring', laterMinutes: 0, weight: 4, peakRidersPerBus: 20 },
}

const DAY_MIN = 1440
/** What is left at the dead of night: the demo is alive at any hour. */
const FLOOR = 0.03

/**
 * Riders expected at this minute of the local day, as a share of the route's own peak: above 0, at most 1.
 * Evenings run on past midnight into the next day, so nothing jumps there.
 */
export function demand(routeId: RouteId, localMinuteOfDay: number, weekday: number): number {
  const { character, laterMinutes } = ROUTE_DEMAND[routeId]
  const share = crowd(CHARACTERS[character], localMinuteOfDay - laterMinutes, weekday) / PEAKS[character]
  return Math.min(1, FLOOR + (1 - FLOOR) * share)
}

function crowd(character: Character, minute: number, weekday: number): number {
  let sum = 0
  for (const day of [-1, 0, 1]) {
    for (const [hour, past, spread, height] of humpsOf(character, (weekday + day + 7) % 7)) {
      sum += height * Math.exp(-0.5 * ((minute - day * DAY_MIN - hour * 60 - past) / spread) ** 2)
    }
  }
  return sum
}

function humpsOf(character: Character, weekday: number): readonly Hump[] {
  if (weekday === 0) return character.sunday
  return weekday === 6 ? character.saturday : character.weekday
}

const WEDNESDAY = 3

function peakOf(character: Character): number {
  return Math.max(...Array.from({ length: DAY_MIN }, (_, minute) => crowd(character, minute, WEDNESDAY)))
}

const PEAKS: Readonly<Record<keyof typeof CHARACTERS, number>> = {
  trunk: peakOf(CHARACTERS.trunk),
  market: peakOf(CHARACTERS.market),
  feeder: peakOf(CHARACTERS.feeder),
  university: peakOf(CHARACTERS.university),
  hospital: peakOf(CHARACTERS.hospital),
  industrial: peakOf(CHARACTERS.industrial),
  ring: peakOf(CHARACTERS.ring),
}
