import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attainmentOf } from '../../../fleet-api/rules/report/attainment.ts'
import { changeOf } from '../../../fleet-api/rules/report/change.ts'
import { meanOfDays, toldDevices } from '../../../fleet-api/rules/report/devices.ts'
import { canonicalJson, chainOf } from '../../../fleet-api/rules/report/digest.ts'
import { lastPublishable, monthAfter, periodOf } from '../../../fleet-api/rules/report/period.ts'
import { type ProfileCell, toldProfiles } from '../../../fleet-api/rules/report/profile.ts'
import { reasonOf } from '../../../fleet-api/rules/report/reason.ts'

const CITY = 'America/Mexico_City'

describe('what the contract says of an availability', () => {
  const agreement = {
    availability: 0.98,
    credits: [
      { below: 0.98, credit: 0.05 },
      { below: 0.95, credit: 0.2 },
    ],
  }

  it.each([
    [0.985, { attained: true, creditShare: 0, credit: 0 }],
    [0.98, { attained: true, creditShare: 0, credit: 0 }],
    [0.9799, { attained: false, creditShare: 0.05, credit: 500 }],
    [0.95, { attained: false, creditShare: 0.05, credit: 500 }],
    [0.9, { attained: false, creditShare: 0.2, credit: 2000 }],
    [null, { attained: null, creditShare: 0, credit: null }],
  ])('of %s', (availability, says) => {
    expect(attainmentOf(availability, agreement, 10_000)).toEqual({ promised: 0.98, ...says })
  })

  it('is nothing where nothing is promised, and is no money where the cost is not told', () => {
    expect(attainmentOf(0.9, { availability: null, credits: [] }, 10_000)).toBeNull()
    expect(attainmentOf(0.9, agreement, null)).toMatchObject({ creditShare: 0.2, credit: null })
  })
})

describe('how much more it is than in another month', () => {
  const then = { sessions: 100, ridersMean: 10, connectedHours: 50, outputOctets: 1000, availability: 0.9 }

  it('is a share of it, and of availability the difference', () => {
    const now = { sessions: 150, ridersMean: 9, connectedHours: 50, outputOctets: null, availability: 0.95 }
    expect(changeOf(now, then, true)).toEqual({
      sessions: 0.5,
      ridersMean: -0.1,
      connectedHours: 0,
      outputOctets: null,
      availability: 0.05,
    })
  })

  it('is not told of what adds up over the days where not all days are in it', () => {
    expect(changeOf(then, then, false)).toEqual({
      sessions: null,
      ridersMean: 0,
      connectedHours: null,
      outputOctets: null,
      availability: 0,
    })
  })
})

describe('devices of a day', () => {
  const ALL_CAME = { date: '2026-10-05', errorShare: 0.008, pieces: 20, due: 20 }
  const day = (estimates: Record<string, number>) =>
    Object.entries(estimates).map(([rowKey, estimate]) => ({ ...ALL_CAME, rowKey, estimate }))
  const told = (estimates: Record<string, number>) =>
    toldDevices(day(estimates)).flatMap(({ rowKey, estimate }) => (estimate === null ? [] : [rowKey]))

  it('are told of each row and of the city where all are ten or more', () => {
    expect(told({ 'route:T1': 200, 'route:T2': 30, '@vehicle': 220, '@city': 220 })).toEqual([
      'route:T1',
      'route:T2',
      '@vehicle',
      '@city',
    ])
  })

  it('below ten are hidden, and the next larger row with them, so that the city’s does not tell them', () => {
    expect(told({ 'route:T1': 200, 'route:T2': 30, 'route:T3': 4, '@vehicle': 230, '@city': 230 })).toEqual([
      'route:T1',
      '@city',
    ])
    expect(told({ 'route:T1': 200, 'route:T2': 7, 'route:T3': 4, '@city': 205 })).toEqual(['route:T1', '@city'])
  })

  it('that are hidden are not there at all: that there were any says that there was somebody', () => {
    const there = day({ 'route:T1': 200, 'route:T2': 30, 'route:T3': 4, '@city': 230 })
    expect(toldDevices(there).map(({ rowKey }) => rowKey)).toEqual(['route:T1', '@city'])
  })

  it('of the city are hidden too where there is no other row to hide', () => {
    expect(told({ 'route:T1': 4, '@city': 4 })).toEqual([])
    expect(told({ 'route:T3': 4, '@city': 12 })).toEqual([])
  })

  it('are not known of a row and day of which less than half has come', () => {
    const cells = [
      { ...ALL_CAME, rowKey: 'route:T1', estimate: 200, pieces: 10 },
      { ...ALL_CAME, rowKey: 'route:T2', estimate: 90, pieces: 9 },
      { ...ALL_CAME, rowKey: '@city', estimate: 290, pieces: 19 },
    ]
    const shared = { date: '2026-10-05', errorShare: 0.008 }
    expect(toldDevices(cells)).toEqual([
      { ...shared, rowKey: 'route:T1', estimate: 200 },
      { ...shared, rowKey: '@city', estimate: 290 },
    ])
  })

  it('are told in the mean over the days, and never added up', () => {
    const cells = [100, 140, null].map((estimate, index) => ({
      date: `2026-10-0${index + 1}`,
      rowKey: '@city',
      estimate,
      errorShare: 0.008,
    }))
    expect(meanOfDays(cells)).toEqual({ mean: 120, days: 2, errorShare: 0.008 })
    expect(meanOfDays(cells.slice(2))).toBeNull()
  })
})

describe('riders by hour and weekday', () => {
  const cell = (rowKey: string, hour: number, sessions: number, weekday = 0): ProfileCell => ({
    rowKey,
    weekday,
    hour,
    sessions,
    ridersSum: sessions * 20,
    minutes: 60,
  })
  const hoursOf = (cells: ProfileCell[], totals: Record<string, number>, rowKey: string) =>
    toldProfiles(cells, new Map(Object.entries(totals).map(([key, total]) => [key, [total, 0, 0, 0, 0, 0, 0]]))).find(
      (row) => row.rowKey === rowKey,
    )?.hours ?? null

  it('are the mean over the minutes, and add up to what is published', () => {
    const cells = [cell('route:T1', 7, 30), cell('route:T1', 8, 60)]
    // Of 1800 rider-minutes counted 1750 are published.
    const hours = hoursOf(cells, { 'route:T1': 1750 }, 'route:T1')
    expect([hours?.[6], hours?.[7], hours?.[8]]).toEqual([null, 9.67, 19.5])
    expect(hoursOf(cells, { 'route:T1': 1750 }, '@city')).toEqual(hours)
  })

  it('hide an hour of fewer than ten, and the next smaller one, so that it does not follow from the total', () => {
    const cells = [cell('route:T1', 6, 3), cell('route:T1', 7, 30), cell('route:T1', 8, 60)]
    const hours = hoursOf(cells, { 'route:T1': 1860 }, 'route:T1')
    expect([hours?.[6], hours?.[7], hours?.[8]]).toEqual([null, null, 20])
  })

  it('are in tens of minutes of riders, so that it does not follow how many were counted and not published', () => {
    const cells = [cell('route:T1', 7, 30), cell('route:T1', 8, 60), cell('route:T1', 9, 41)]
    const told = [2620, 2615, 2607].map((published) => hoursOf(cells, { 'route:T1': published }, 'route:T1'))
    expect(told.map((hours) => hours?.slice(7, 10))).toEqual([
      [10, 20, 13.67],
      [10, 20, 13.67],
      [10, 19.83, 13.67],
    ])
  })

  it('of weekdays are what is published of their days, whatever was carried from them to others', () => {
    const published = new Map([['route:T1', [600, 0, 1200, 0, 0, 0, 0]]])
    const told = [4, 9].map((carried) =>
      toldProfiles(
        [cell('route:T1', 7, 30 + carried), cell('route:T1', 7, 60, 2), cell('route:T1', 7, 3, 4)],
        published,
      ),
    )
    const weekdays = [10, null, 20, null, null, null, null]
    expect(told[0]?.map((row) => row.weekdays)).toEqual([weekdays, weekdays, weekdays])
    expect(told[1]?.map((row) => row.weekdays)).toEqual([weekdays, weekdays, weekdays])
  })

  it('are of the city what is told of its rows, and of its small rows together', () => {
    const small = ['route:T2', 'route:T3'].flatMap((rowKey) => [cell(rowKey, 7, 9), cell(rowKey, 8, 8)])
    const cells = [cell('route:T1', 7, 30), cell('route:T1', 8, 30), ...small]
    const totals = { 'route:T1': 1200, 'route:T2': 340, 'route:T3': 340 }
    expect(hoursOf(cells, totals, 'route:T2')).toBeNull()
    expect(hoursOf(cells, totals, '@city')?.slice(7, 9)).toEqual([16, 15.33])
    expect(hoursOf(cells, totals, '@vehicle')?.slice(7, 9)).toEqual([15.67, 15.67])
  })

  it('hide of every row nothing or two hours and more, of ten sessions and more together', () => {
    const sessions = fc.array(fc.nat({ max: 25 }), { minLength: 24, maxLength: 24 })
    fc.assert(
      fc.property(sessions, (counts) => {
        const cells = counts.map((count, hour) => cell('route:T1', hour, count))
        const total = counts.reduce((sum, count) => sum + count * 20, 0)
        const hours = hoursOf(cells, { 'route:T1': total }, 'route:T1') ?? counts.map(() => null)
        const hidden = counts.filter((count, hour) => count > 0 && hours[hour] === null)
        const all = hidden.reduce((sum, count) => sum + count, 0)
        const isAllHidden = hours.every((hour) => hour === null)
        expect(hidden.length === 0 || isAllHidden || (hidden.length > 1 && all >= 10)).toBe(true)
        expect(counts.filter((count, hour) => count > 0 && count < 10 && hours[hour] !== null)).toEqual([])
      }),
    )
  })
})

describe('the period of a report', () => {
  it('of a range that is a month is that month', () => {
    expect(periodOf({ from: '2026-10-01', to: '2026-10-31' }, CITY)).toEqual(periodOf({ month: '2026-10' }, CITY))
    expect(periodOf({ from: '2026-10-01', to: '2026-10-30' }, CITY).month).toBeNull()
  })

  it('begins and ends with the city’s days, also where the clocks change', () => {
    const { from, to, finalAt } = periodOf({ month: '2026-03' }, 'Europe/Madrid')
    const iso = (at: number) => new Date(at * 1000).toISOString()
    expect([from, to, finalAt].map(iso)).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
      '2026-04-07T22:00:00.000Z',
    ])
  })

  it('counts months over the end of a year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-02', -12)]).toEqual([
      '2027-01',
      '2025-12',
      '2025-02',
    ])
  })

  it('publishes a day from three in the morning of the next', () => {
    const dateOf = (iso: string) => new Date((lastPublishable(CITY, Date.parse(iso) / 1000) - 6 * 3600) * 1000)
    expect(dateOf('2026-10-06T08:59:59Z').toISOString().slice(0, 10)).toBe('2026-10-04')
    expect(dateOf('2026-10-06T09:00:00Z').toISOString().slice(0, 10)).toBe('2026-10-05')
  })
})

describe('the digest of what a report is made of', () => {
  it('is of a text that does not depend on the order of names', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined })).toBe('{"b":[1,{"c":"é","d":null}]}')
  })

  it('is of the chains’ heads in order', () => {
    const heads = [
      { gatewayId: 'bus-2', length: 7, head: 'bb' },
      { gatewayId: 'bus-1', length: 5, head: 'aa' },
    ]
    // sha256sum of "bus-1,5,aa\nbus-2,7,bb\n"
    expect(chainOf(heads)).toEqual({ gateways: 2, reports: 12, digest: DIGEST })
    expect(chainOf([...heads].reverse())).toEqual(chainOf(heads))
  })
})
const DIGEST = 'b6cbce6c024bb6a9f40a5c68dcb1e9cf49a618f1f849dc64735d6037bc2c3b4e'

describe('the reason of a correction', () => {
  const names = new Map([['route:T2', '2']])

  it('names the rows that changed most, and counts the others', () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ rowKey: `route:R${index}`, sessions: 20 + index }))
    expect(reasonOf({ rows, gateways: [], names })).toBe(
      'Llegaron reportes tarde: conexiones ruta R6 +26, ruta R5 +25, ruta R4 +24, ruta R3 +23, ruta R2 +22 y 2 más. / ' +
        'Reports came late: sessions route R6 +26, route R5 +25, route R4 +24, route R3 +23, route R2 +22 and 2 more.',
    )
  })

  it('says of no row that fewer than ten came', () => {
    const rows = [
      { rowKey: 'route:T2', sessions: 12 },
      { rowKey: 'route:T2', sessions: -11 },
    ]
    expect(reasonOf({ rows, gateways: [], names })).toBe(
      'Llegaron reportes tarde: conexiones ruta 2. / Reports came late: sessions route 2.',
    )
  })

  it('tells of availability alone', () => {
    expect(reasonOf({ rows: [], gateways: [], names })).toBe(
      'Llegaron reportes tarde y cambió la disponibilidad. / Reports came late, and availability changed.',
    )
    expect(reasonOf({ rows: [], gateways: ['bus-7'], names })).toBe(
      'El operador corrigió la ruta de bus-7: cambió la disponibilidad. / The operator corrected the route of bus-7: availability changed.',
    )
  })
})
