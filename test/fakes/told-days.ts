import { type Bus, fleet as cityFleet } from '../../cli/demo/city/fleet.ts'
import type { BusDay, Span } from './told-day.ts'

/** A day of a bus, whether the fleet knows its route, and when its outbox was so full that minutes were merged. */
export interface FullDay {
  day: BusDay
  assigned: boolean
  full: Span[]
}

const CITY = cityFleet(60)

function busAt(index: number): Bus {
  const bus = CITY[index]
  if (!bus) throw new Error('the demo city has fewer buses')
  return bus
}

/** A minute of every five without signal, from ten until one. */
const COMES_AND_GOES = Array.from({ length: 36 }, (_, index): Span => {
  const minute = 10 * 60 + index * 5 + 2
  return [clock(minute), clock(minute + 1)]
})

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Drives on a route that the fleet has to find out, through tunnels and dead zones. */
export const DRIVEN: FullDay = {
  assigned: false,
  full: [['08:30', '13:00']],
  day: {
    bus: busAt(0),
    boots: [['08:00', '14:00']],
    noSignal: [
      ['09:10', '09:50'],
      ['11:30', '12:20'],
    ],
    blind: [['10:20', '10:40']],
    problems: ['10:03', '11:40'],
  },
}

/** Loses its power, its portal and its name server for a while, and stands in the depot, where it has no signal. */
export const TROUBLED: FullDay = {
  assigned: true,
  full: [['09:30', '17:30']],
  day: {
    bus: busAt(1),
    boots: [
      ['09:00', '14:13'],
      ['14:21', '18:20'],
    ],
    noData: [['09:40', '10:20']],
    noPortal: [['11:20', '11:33']],
    noNameServer: [['12:10', '12:20']],
    noSignal: [['15:40', '16:30']],
    depot: [['16:00', '18:00']],
  },
}

/** Is not told the time before its outbox is full, so its hours are those of its boot: one spans midnight and the end of service, at half past. Then it is put away. */
export const TIMELESS: FullDay = {
  assigned: true,
  full: [['21:00', '27:00']],
  day: {
    bus: busAt(2),
    timeless: true,
    boots: [['21:37', '26:20']],
    noSignal: [['23:40', '24:10']],
    depot: [['24:30', '28:00']],
  },
}

/** Goes over to another route in the middle of an hour. */
export const TRANSFERRED: FullDay = {
  assigned: false,
  full: [['07:00', '16:00']],
  day: {
    bus: busAt(3),
    after: { at: '10:30', bus: busAt(4) },
    boots: [['08:00', '14:00']],
    problems: ['09:03', '10:12', '11:40'],
  },
}

/** Has internet that comes and goes more often than an hour has pieces. */
export const PATCHY: FullDay = {
  assigned: true,
  full: [['07:00', '16:00']],
  day: { bus: busAt(5), boots: [['09:00', '14:00']], noSignal: COMES_AND_GOES },
}

export const FULL_DAYS = [DRIVEN, TROUBLED, TIMELESS, TRANSFERRED, PATCHY]
