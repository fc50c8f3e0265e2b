import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGnssTime, gnssReading } from '../../../portal/time/gnss.ts'
import type { Tpv } from '../../../portal/time/gpsd-messages.ts'

const builtAtMs = Date.parse('2026-11-24T00:00:00Z')
const known = { builtAtMs, leapSecondsKnown: true }
const FIX: Tpv = { class: 'TPV', mode: 3, device: '/dev/ttyUSB0', time: '2026-11-24T14:00:00.000Z', ept: 0.005 }
const timeOf = (tpv: Tpv) => {
  const reading = gnssReading(tpv, 100_000, known)
  return reading && new Date(reading.wallMs).toISOString()
}

describe('the time of a fix', () => {
  it('is a reading, sure to the second that gpsd may be late and to what the receiver says itself', () => {
    expect(gnssReading(FIX, 100_000, known)).toEqual({
      source: 'gnss',
      wallMs: 1_795_528_800_000,
      uptimeMs: 100_000,
      uncertaintyMs: 1005,
    })
  })

  it.each([
    ['no error', {}, 1000],
    ['an error of 2.0001 s', { ept: 2.0001 }, 3001],
    ['a fix without altitude', { mode: 2, ept: 0.005 }, 1005],
    ['dead reckoning in a tunnel', { status: 5, ept: 0.005 }, 1005],
  ] satisfies [string, Partial<Tpv>, number][])('is as sure as that with %s', (_what, change, uncertaintyMs) => {
    const { ept: _ept, ...fix } = FIX
    expect(gnssReading({ ...fix, ...change }, 100_000, known)?.uncertaintyMs).toBe(uncertaintyMs)
  })

  it('may be 18 s ahead while the receiver may not have heard of the leap seconds', () => {
    expect(gnssReading(FIX, 100_000, { builtAtMs, leapSecondsKnown: false })?.uncertaintyMs).toBe(19_005)
  })

  it.each([
    ['2026-11-24T14:00:00Z', '2026-11-24T14:00:00.000Z'],
    ['2026-11-24T14:00:00.250Z', '2026-11-24T14:00:00.250Z'],
    ['2026-11-24T14:00:00.2899999Z', '2026-11-24T14:00:00.290Z'],
    ['2028-02-29T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ])('is read from %s', (time, expected) => {
    expect(timeOf({ ...FIX, time })).toBe(expected)
  })

  it.each([
    ['without a fix', { mode: 1 }],
    ['of a mode not known yet', { mode: 0 }],
    ['without a time', { time: undefined }],
    ['of a simulator', { status: 8 }],
    ['of a receiver that is not sure of the minute', { ept: 61 }],
    ['of 30 February', { time: '2027-02-30T14:00:00.000Z' }],
    ['of 29 February in a year without', { time: '2027-02-29T14:00:00.000Z' }],
    ['of the 13th month', { time: '2026-13-01T14:00:00.000Z' }],
    ['of the 25th hour', { time: '2026-11-24T24:00:00.000Z' }],
    ['of a leap second, which no clock here can name', { time: '2026-12-31T23:59:60.000Z' }],
    ['of no zone', { time: '2026-11-24T14:00:00.000' }],
    ['of another zone', { time: '2026-11-24T14:00:00.000-06:00' }],
    ['of words', { time: 'today' }],
    ['of seconds since 1970, as gpsd once wrote it', { time: '1795528800.000' }],
  ] satisfies [string, Partial<Tpv>][])('is not taken %s', (_what, change) => {
    expect(gnssReading({ ...FIX, ...change }, 100_000, known)).toBeNull()
  })
})

describe('a receiver whose weeks have begun anew', () => {
  it.each([
    ['1024 weeks behind', '2007-04-10T14:00:00.000Z', '2026-11-24T14:00:00.000Z'],
    ['2048 weeks behind', '1987-08-25T14:00:00.000Z', '2026-11-24T14:00:00.000Z'],
    ['1024 weeks behind, ten years on', '2017-04-10T14:00:00.000Z', '2036-11-24T14:00:00.000Z'],
    ['right, at the moment of the build', '2026-11-24T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['right, fourteen years on', '2040-11-24T14:00:00.000Z', '2040-11-24T14:00:00.000Z'],
  ])('gives the true date when it is %s', (_what, time, expected) => {
    expect(timeOf({ ...FIX, time })).toBe(expected)
  })

  it.each([
    ['just before the build, so that a rollover leads 19 years ahead', '2026-11-23T23:59:59.999Z'],
    ['four years before the build', '2023-01-01T00:00:00.000Z'],
    ['more than fifteen years after it', '2041-11-24T14:00:00.000Z'],
    ['in another century', '1926-11-24T14:00:00.000Z'],
    ['at the end of all years', '9999-12-31T23:59:59.999Z'],
  ])('is not believed when its date is %s', (_what, time) => {
    expect(timeOf({ ...FIX, time })).toBeNull()
  })

  it('gives a date of the fifteen years after the build, whole rollovers from what it said, or none', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        const reading = gnssReading({ ...FIX, time: date.toISOString() }, 0, known)
        const wallMs = reading?.wallMs ?? builtAtMs
        const rollovers = ((reading?.wallMs ?? date.getTime()) - date.getTime()) / 619_315_200_000
        expect([wallMs >= builtAtMs, wallMs < Date.parse('2041-11-25T00:00:00Z')]).toEqual([true, true])
        expect([Number.isInteger(rollovers), rollovers >= 0]).toEqual([true, true])
      }),
    )
  })
})

describe('the time of one receiver', () => {
  const uncertaintyAfter = (seconds: number, everyS = 1, of: (second: number) => Partial<Tpv> = () => ({})) => {
    const gnss = createGnssTime({ builtAtMs })
    let last: number | undefined
    for (let second = 0; second <= seconds; second += everyS)
      last = gnss({ ...FIX, ...of(second) }, second * 1000)?.uncertaintyMs
    return last
  }

  it('is 18 s surer once it has had satellites in view for twenty minutes', () => {
    expect([uncertaintyAfter(1199), uncertaintyAfter(1200)]).toEqual([19_005, 1005])
  })

  it('counts what lies between tunnels, but not the tunnels', () => {
    const tunnel = (second: number): Partial<Tpv> => (second >= 300 && second < 900 ? { mode: 1 } : {})
    expect([uncertaintyAfter(1800, 1, tunnel), uncertaintyAfter(1801, 1, tunnel)]).toEqual([19_005, 1005])
  })

  it('does not count fixes that are far apart', () => {
    expect([uncertaintyAfter(1210, 10), uncertaintyAfter(12_100, 11)]).toEqual([1005, 19_005])
  })

  it('begins anew with another receiver', () => {
    const other = (second: number) => (second > 1200 ? { device: '/dev/ttyUSB1' } : {})
    expect([uncertaintyAfter(1200, 1, other), uncertaintyAfter(1201, 1, other)]).toEqual([1005, 19_005])
  })

  it('is none without a fix', () => {
    expect(createGnssTime({ builtAtMs })({ class: 'TPV', mode: 1 }, 0)).toBeNull()
  })
})
