import type { RouteDefinition } from './network.ts'
import { type Direction, fromCentre, type Shape } from './paths.ts'
import type { Call } from './stops.ts'

/** When buses run: days of service, parts of the day, running times. */

export const VALID = { from: '20260101', to: '20271231' } as const

export const SERVICES = [
  { id: 'LAB', name: 'Lunes a viernes', days: [1, 1, 1, 1, 1, 0, 0] },
  { id: 'SAB', name: 'Sábado', days: [0, 0, 0, 0, 0, 1, 0] },
  { id: 'DOM', name: 'Domingo y festivo', days: [0, 0, 0, 0, 0, 0, 1] },
] as const
export type ServiceId = (typeof SERVICES)[number]['id']

/** The days of rest of Mexico's labour law (art. 74) run Sunday's service. */
export function holidays(year: number): string[] {
  const date = (month: number, day: number) => `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
  const monday = (month: number, nth: number) => {
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
    return date(month, 1 + ((8 - first) % 7) + (nth - 1) * 7)
  }
  return [date(1, 1), monday(2, 1), monday(3, 3), date(5, 1), date(9, 16), monday(11, 3), date(12, 25)]
}

/** For each holiday: the day's own service off, Sunday's on. */
export function exceptions(): { service: ServiceId; date: string; type: 1 | 2 }[] {
  return [2026, 2027].flatMap(holidays).flatMap((day) => {
    const weekday = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`).getUTCDay()
    if (weekday === 0) return []
    const usual = weekday === 6 ? 'SAB' : 'LAB'
    return [
      { service: usual, date: day, type: 2 as const },
      { service: 'DOM', date: day, type: 1 as const },
    ]
  })
}

type Hour = `${number}:${number}`

export interface Window {
  from: number
  to: number
  headway: number
}

/** One pattern of running times and the windows in which buses leave by it. */
export interface Pattern {
  service: ServiceId
  name: string
  kmh: number
  windows: Window[]
}

function window(from: Hour, to: Hour, minutes: number): Window {
  const seconds = (hour: Hour) => {
    const [h = 0, m = 0] = hour.split(':').map(Number)
    return h * 3600 + m * 60
  }
  return { from: seconds(from), to: seconds(to), headway: minutes * 60 }
}

/** From 05:00 to 24:30 by day, and on until 05:00 (29:00) by night. */
export function patterns({ headways, peakKmh, freeKmh }: RouteDefinition): Pattern[] {
  const { peak, midday, late, saturday, sunday } = headways
  const night = window('24:30', '29:00', headways.night)
  const peaks = [window('06:00', '09:00', peak), window('13:00', '15:00', peak), window('17:30', '20:30', peak)]
  const between = [
    window('05:00', '06:00', midday),
    window('09:00', '13:00', midday),
    window('15:00', '17:30', midday),
    window('20:30', '22:00', midday),
    window('22:00', '24:30', late),
  ]
  const saturdays = [window('05:00', '22:00', saturday), window('22:00', '24:30', late)]
  const sundays = [window('05:00', '22:00', sunday), window('22:00', '24:30', Math.max(late, sunday))]
  return [
    { service: 'LAB', name: 'pico', kmh: peakKmh, windows: peaks },
    { service: 'LAB', name: 'valle', kmh: freeKmh, windows: [...between, night] },
    { service: 'SAB', name: 'dia', kmh: (peakKmh + freeKmh) / 2, windows: [...saturdays, night] },
    { service: 'DOM', name: 'dia', kmh: freeKmh, windows: [...sundays, night] },
  ]
}

export interface StopTime {
  call: Call
  travelled: number
  arrival: number
  departure: number
}

const STATION_DWELL_S = 20

/** Seconds since midnight at each call, slower through the centre, at the pattern's commercial speed from end to end. */
export function stopTimes(
  direction: Direction,
  shape: Shape,
  calls: readonly Call[],
  kmh: number,
  start: number,
): StopTime[] {
  const travelled = calls.map((call) => Math.round(shape.travelledAt(call.along) * 10) / 10)
  const total = (travelled.at(-1) ?? 0) - (travelled[0] ?? 0)
  const dwells = calls.map(({ stop }, i) => (stop.station && i > 0 && i < calls.length - 1 ? STATION_DWELL_S : 0))
  const moving = total / (kmh / 3.6) - dwells.reduce<number>((sum, dwell) => sum + dwell, 0)
  const efforts = calls.map((call, i) => {
    const metres = (travelled[i] ?? 0) - (travelled[i - 1] ?? travelled[i] ?? 0)
    const away = fromCentre(direction.line, call.along)
    return metres / (away < 1300 ? 0.88 : away < 3200 ? 0.98 : 1.08)
  })
  const marks = cumulative(efforts)
  const whole = marks.at(-1) ?? 1
  let waited = 0
  return calls.map((call, i) => {
    const arrival = start + waited + Math.round(((marks[i] ?? 0) / whole) * moving)
    waited += dwells[i] ?? 0
    return { call, travelled: travelled[i] ?? 0, arrival, departure: arrival + (dwells[i] ?? 0) }
  })
}

function cumulative(parts: number[]): number[] {
  let sum = 0
  return parts.map((part) => {
    sum += part
    return sum
  })
}
