import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, minutesTouched, united } from '../../../fleet-api/rules/intervals.ts'
import { runsOn, type ServiceCalendar } from '../../../fleet-api/rules/service-calendar.ts'
import { daysAfter, serviceDayStart, weekdayOf } from '../../../fleet-api/rules/service-date.ts'
import { runsOf, ServiceHours, type TripTimes } from '../../../fleet-api/rules/service-hours.ts'
import { isoInZone } from '../../../fleet-api/rules/zone.ts'

const H = 3600
const trip = (startS: number, endS: number, frequencies: TripTimes['frequencies'] = null): TripTimes => ({
  routeId: 'T1',
  startS,
  endS,
  frequencies,
})

function hoursOf(timezone: string, date: string, trips: TripTimes[]) {
  const hours = new ServiceHours(timezone, date)
  for (const one of trips) hours.add(one)
  return hours.routes()
}

const ZONES = ['America/Mexico_City', 'America/Tijuana', 'Europe/Madrid', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const dates = fc.integer({ min: 0, max: 364 }).map((day) => daysAfter('20260101', day))
/** The days around both changes of the clock in Tijuana and in Madrid. */
const changes = fc.constantFrom('20260308', '20261101', '20260329', '20261025', '20260307', '20260330')
const times = fc.tuple(fc.integer({ min: 0, max: 30 * H }), fc.integer({ min: 0, max: 3 * H }))
const trips = fc.array(
  fc.oneof(
    times.map(([start, length]) => trip(start, start + length)),
    fc
      .tuple(times, fc.integer({ min: 60, max: 2 * H }), fc.integer({ min: 1, max: 10 * H }))
      .map(([[start, length], headway, lasts]) => trip(0, length, [[start, start + lasts, headway, 0]])),
  ),
  { maxLength: 12 },
)

describe('a service of GTFS calendar.txt and calendar_dates.txt', () => {
  const weekdays: ServiceCalendar = {
    weekdays: '1111100',
    startDate: '20260105',
    endDate: '20260116',
    added: ['20260117'],
    removed: ['20260106'],
  }

  it.each([
    ['20260102', false, 'the Friday before it begins'],
    ['20260105', true, 'the Monday on which it begins'],
    ['20260106', false, 'a Tuesday that is taken out'],
    ['20260110', false, 'a Saturday'],
    ['20260116', true, 'the Friday on which it ends'],
    ['20260117', true, 'a Saturday that is added, though it has ended'],
    ['20260119', false, 'the Monday after it has ended'],
  ])('of weekdays, on %s: %s (%s)', (date, runs) => {
    expect(runsOn(weekdays, date)).toBe(runs)
  })

  it('that has no row in calendar.txt runs on its added dates alone', () => {
    const added: ServiceCalendar = {
      weekdays: '0000000',
      startDate: null,
      endDate: null,
      added: ['20260103'],
      removed: [],
    }
    expect(['20260102', '20260103', '20260104'].map((date) => runsOn(added, date))).toEqual([false, true, false])
  })

  it('knows the weekday of every date', () => {
    expect(['20260105', '20261101', '20280229', '20261231'].map(weekdayOf)).toEqual([0, 6, 1, 3])
  })
})

describe('the service day', () => {
  it.each([
    ['America/Mexico_City', '20260405', '2026-04-05T00:00:00-06:00'],
    // The clocks go forward at 2: noon less 12 h is 23 in the evening before.
    ['America/Tijuana', '20260308', '2026-03-07T23:00:00-08:00'],
    ['America/Tijuana', '20261101', '2026-11-01T01:00:00-07:00'],
    ['Europe/Madrid', '20260329', '2026-03-28T23:00:00+01:00'],
    ['Europe/Madrid', '20261025', '2026-10-25T01:00:00+02:00'],
  ])('of %s on %s counts from noon less 12 h: %s', (timezone, date, at) => {
    expect(isoInZone(timezone, serviceDayStart(timezone, date))).toBe(at)
  })
})

describe('the service hours of a route', () => {
  const iso = (timezone: string, date: string, all: TripTimes[]) =>
    hoursOf(timezone, date, all).map(({ minutes, trips, intervals }) => ({
      minutes,
      trips,
      intervals: intervals.map((interval) => interval.map((at) => isoInZone(timezone, at))),
    }))

  it('are those of its trips, put together', () => {
    const day = [trip(5 * H, 6 * H), trip(5.5 * H, 7 * H), trip(23 * H, 25.5 * H)]
    expect(iso('America/Mexico_City', '20261124', day)).toEqual([
      {
        minutes: 270,
        trips: 3,
        intervals: [
          ['2026-11-24T05:00:00-06:00', '2026-11-24T07:00:00-06:00'],
          ['2026-11-24T23:00:00-06:00', '2026-11-25T01:30:00-06:00'],
        ],
      },
    ])
  })

  it('by frequencies last until the last departure has arrived', () => {
    // Departures at 6:00, 6:25, 6:50; each takes 40 minutes.
    const day = [trip(0, 2400, [[6 * H, 7 * H, 1500, 1]])]
    expect(iso('America/Mexico_City', '20261124', day)).toEqual([
      { minutes: 90, trips: 3, intervals: [['2026-11-24T06:00:00-06:00', '2026-11-24T07:30:00-06:00']] },
    ])
    expect(runsOf(trip(0, 2400, [[6 * H, 7 * H, 1800, 0]]))).toEqual([{ from: 6 * H, to: 6.5 * H + 2400, trips: 2 }])
  })

  it.each([
    ['America/Tijuana', '20260308', ['2026-03-08T00:00:00-08:00', '2026-03-08T04:00:00-07:00']],
    ['America/Tijuana', '20261101', ['2026-11-01T01:00:00-08:00', '2026-11-01T04:00:00-08:00']],
    ['Europe/Madrid', '20260329', ['2026-03-29T00:00:00+01:00', '2026-03-29T04:00:00+02:00']],
    ['Europe/Madrid', '20261025', ['2026-10-25T02:00:00+02:00', '2026-10-25T04:00:00+01:00']],
  ])('from 01:00 to 04:00 last three hours in %s on %s too', (timezone, date, interval) => {
    expect(iso(timezone, date, [trip(H, 4 * H)])).toEqual([{ minutes: 180, trips: 1, intervals: [interval] }])
  })

  it('of a route that is named and has no trip on the date are none', () => {
    const hours = new ServiceHours('America/Mexico_City', '20261124')
    hours.name('T9')
    expect(hours.routes()).toEqual([{ routeId: 'T9', trips: 0, minutes: 0, intervals: [] }])
  })

  it('are apart and in order, and no more minutes than those of the trips added up', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(dates, changes), trips, (timezone, date, all) => {
        for (const { intervals, minutes } of hoursOf(timezone, date, all)) {
          expect(intervals.every(([from, to], at) => from < to && from > (intervals[at - 1]?.[1] ?? 0))).toBe(true)
          const alone = all.map((one) => hoursOf(timezone, date, [one])[0]?.minutes ?? 0)
          expect(minutes).toBeLessThanOrEqual(alone.reduce((sum, one) => sum + one, 0))
          expect(minutes).toBeGreaterThanOrEqual(Math.max(...alone))
        }
      }),
    )
  })

  it('are those that looking at every minute and every departure finds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(dates, changes), trips, (timezone, date, all) => {
        const start = serviceDayStart(timezone, date)
        const departures = all.flatMap(({ startS, endS, frequencies }) => {
          if (frequencies === null) return [[startS, endS] as const]
          return frequencies.flatMap(([from, to, headway]) => {
            const found: (readonly [number, number])[] = []
            // The vehicles of a frequency are under way from the first to the last one's arrival, however far apart.
            for (let at = from; at < to; at += headway) found.push([from, at + endS - startS])
            return found
          })
        })
        const [route] = hoursOf(timezone, date, all)
        let minutes = 0
        const first = Math.floor(start / 60) * 60
        for (let minute = first; minute < start + 48 * H; minute += 60) {
          const runs = departures.some(([from, to]) => to > from && start + from < minute + 60 && start + to > minute)
          minutes += runs ? 1 : 0
          const inside = departures.some(([from, to]) => start + from <= minute && minute < start + to)
          expect(holds(route?.intervals ?? [], minute)).toBe(inside)
        }
        expect(route?.minutes ?? 0).toBe(minutes)
      }),
      { numRuns: 40 },
    )
  })

  it('move along with their trips, over midnight too', () => {
    fc.assert(
      fc.property(trips, fc.integer({ min: 0, max: 12 }), (all, hours) => {
        const moved = all.map(({ startS, endS, frequencies, routeId }): TripTimes => {
          if (frequencies === null) return { routeId, startS: startS + hours * H, endS: endS + hours * H, frequencies }
          return {
            routeId,
            startS,
            endS,
            frequencies: frequencies.map(([from, to, ...more]) => [from + hours * H, to + hours * H, ...more]),
          }
        })
        const [before, after] = [hoursOf('Europe/Madrid', '20261024', all), hoursOf('Europe/Madrid', '20261024', moved)]
        expect(after.map(({ intervals }) => intervals.map((one) => one.map((at) => at - hours * H)))).toEqual(
          before.map(({ intervals }) => intervals),
        )
        expect(after.map(({ minutes }) => minutes)).toEqual(before.map(({ minutes }) => minutes))
      }),
    )
  })

  it('are the same by the next date’s times less 24 h, where no clock changes', () => {
    const late = hoursOf('America/Mexico_City', '20261124', [trip(25 * H, 26 * H)])
    const early = hoursOf('America/Mexico_City', '20261125', [trip(H, 2 * H)])
    expect(late).toEqual(early)
  })

  it('count a minute that two trips share once', () => {
    expect(
      minutesTouched(
        united([
          [0, 90],
          [100, 130],
        ]),
      ),
    ).toBe(3)
  })
})
