import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metresBetween } from '../../../contract/along.ts'
import type { Fix } from '../../../contract/trace.ts'
import { createPosition } from '../../../portal/position/keeper.ts'
import type { Tpv } from '../../../portal/time/gpsd-messages.ts'
import { aTpv, LEON } from './fixes.ts'

/** A position whose receiver speaks once a second; `uptime` in seconds. */
function aPosition(roundTrip: () => Fix[3] = () => 40) {
  let uptimeMs = 0
  const position = createPosition({ roundTrip, uptime: () => uptimeMs })
  return {
    ...position,
    says(second: number, tpv: Tpv) {
      uptimeMs = second * 1000
      position.note(tpv, uptimeMs)
    },
    pass(second: number) {
      uptimeMs = second * 1000
    },
    /** How far north of the centre of León it is, whole metres; null: nobody knows. */
    north(): number | null {
      const now = position.now()
      return now && Math.round(metresBetween(LEON, [now.lat, now.lon]))
    },
    seconds: () => position.trace.between(-1, uptimeMs).map(([ms]) => ms / 1000),
  }
}

describe('where the vehicle is', () => {
  it('is not known until its receiver has a fix', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0, 0, { mode: 1 }))
    expect(position.now()).toBeNull()
    position.says(2, aTpv(2, 100))
    expect(position.north()).toBe(100)
  })

  it.each([
    ['has no latitude', { lat: undefined }],
    ['is where receivers are that do not know', { lat: 0, lon: 0 }],
    ['may be a hundred metres and more away', { eph: 100.1 }],
    ['is simulated', { status: 8 }],
  ])('is not where a fix says that %s', (_, more) => {
    const position = aPosition()
    position.says(1, aTpv(1, 100))
    position.says(2, aTpv(2, 110, 0, more))
    expect(position.north()).toBe(100)
    expect(position.seconds()).toEqual([1])
  })

  it('is known on the equator and on the meridian of Greenwich', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0, 0, { lat: 0, lon: 9.45 }))
    expect(position.now()).toMatchObject({ lat: 0, lon: 9.45 })
  })

  it('is not known any more ten seconds after the last fix', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 100))
    position.pass(11)
    expect(position.north()).toBe(100)
    position.pass(11.01)
    expect(position.north()).toBeNull()
  })

  it('is not known from a receiver that only repeats its last fix', () => {
    const position = aPosition()
    for (let second = 1; second <= 20; second += 1) position.says(second, aTpv(1, 100))
    expect(position.north()).toBeNull()
    expect(position.seconds()).toEqual([1])
  })

  it('is known from a receiver without a date while its places differ', () => {
    const position = aPosition()
    const timeless = (second: number, north: number) => position.says(second, aTpv(0, north, 0, { time: undefined }))
    timeless(1, 100)
    timeless(9, 101)
    timeless(12, 101)
    expect(position.north()).toBe(101)
    timeless(20, 101)
    expect(position.north()).toBeNull()
  })

  it('is known though the receiver’s weeks begin again', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 100))
    for (let second = 2; second <= 30; second += 1)
      position.says(second, aTpv(second - 1024 * 7 * 86_400, 100 + 10 * (second - 1)))
    expect(position.north()).toBe(390)
    expect(position.seconds()).toEqual([1, 11, 21])
  })

  it('is what fixes say that waited and came in all at once', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0))
    for (let second = 2; second <= 6; second += 1) position.says(6, aTpv(second, (second - 1) * 55))
    expect(position.north()).toBe(275)
  })
})

describe('a jump', () => {
  it('of a single fix is left out', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0))
    position.says(2, aTpv(2, 5000))
    position.says(3, aTpv(3, 20))
    expect(position.north()).toBe(20)
    expect(position.way().map(({ uptimeMs }) => uptimeMs)).toEqual([1000, 3000])
  })

  it('of fixes that do not agree is left out', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0))
    for (const [second, north] of [
      [2, 5000],
      [3, 9000],
      [4, 5000],
      [5, 9000],
      [6, 9010],
    ] as const)
      position.says(second, aTpv(second, north))
    expect(position.north()).toBe(0)
  })

  it('is believed once three fixes in a row agree on the new place', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0))
    position.says(2, aTpv(2, 5000))
    position.says(3, aTpv(3, 5010))
    expect(position.north()).toBe(0)
    position.says(4, aTpv(4, 5020))
    expect(position.north()).toBe(5020)
  })

  it('is none after a time in which a bus gets there', () => {
    const position = aPosition()
    position.says(1, aTpv(1, 0))
    position.says(100, aTpv(100, 5000))
    expect(position.north()).toBe(5000)
  })
})

describe('the trace', () => {
  const drive = (position: ReturnType<typeof aPosition>, from: number, to: number, metresASecond: number) => {
    for (let second = from; second <= to; second += 1) position.says(second, aTpv(second, second * metresASecond))
  }

  it('has a fix each ten seconds of a vehicle that moves', () => {
    const position = aPosition()
    drive(position, 1, 60, 8)
    expect(position.seconds()).toEqual([1, 11, 21, 31, 41, 51])
  })

  it('has one for each 25 metres of a vehicle that creeps', () => {
    const position = aPosition()
    drive(position, 1, 60, 1)
    expect(position.seconds()).toEqual([1, 26, 51])
  })

  it('has one a minute of a vehicle that stands', () => {
    const position = aPosition()
    drive(position, 1, 150, 0)
    expect(position.seconds()).toEqual([1, 61, 121])
  })

  it('begins each interval with its first fix, and tells each fix once', () => {
    const position = aPosition()
    drive(position, 1, 30, 0)
    const first = position.trace.between(0, 30_000)
    position.trace.forget(30_000)
    drive(position, 31, 60, 0)
    expect(first.map(([ms]) => ms)).toEqual([1000])
    expect(position.trace.between(30_000, 60_000).map(([ms]) => ms)).toEqual([31_000])
  })

  it('of a long interval is thinned, and still covers it', () => {
    const position = aPosition()
    drive(position, 1, 7200, 8)
    const seconds = position.seconds()
    expect(seconds.length).toBeGreaterThan(32)
    expect(seconds.length).toBeLessThanOrEqual(64)
    expect([seconds[0], seconds.at(-1)]).toEqual([1, 7041])
  })

  it('has places to a metre, and the round trip as it was then', () => {
    let roundTrip: Fix[3] = -1
    const position = aPosition(() => roundTrip)
    position.says(1, aTpv(1, 0, 0, { lat: 21.123333333, lon: -101.681666667 }))
    roundTrip = null
    position.says(11, aTpv(11, 80))
    roundTrip = 250
    position.says(21, aTpv(21, 160))
    expect(position.trace.between(0, 30_000)).toEqual([
      [1000, 21.12333, -101.68167, -1],
      [11_000, 21.12405, -101.68167, null],
      [21_000, 21.12477, -101.68167, 250],
    ])
  })

  it('goes forward and holds no more than a report takes, whatever the receiver says', () => {
    const anyFix = fc.record({
      step: fc.integer({ min: 0, max: 30_000 }),
      second: fc.integer({ min: -100, max: 100_000 }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(anyFix, { maxLength: 300 }), fc.boolean(), (fixes, near) => {
        const position = aPosition()
        let uptime = 0
        for (const { step, second, lat, lon } of fixes) {
          uptime += step / 1000
          position.says(uptime, near ? aTpv(second, lat * 10, lon * 10) : aTpv(second, 0, 0, { lat, lon }))
        }
        const trace = position.trace.between(-1, uptime * 1000)
        expect(trace.length).toBeLessThanOrEqual(64)
        expect(trace.every(([ms], index) => index === 0 || ms > (trace[index - 1]?.[0] ?? 0))).toBe(true)
        expect(position.way().length).toBeLessThanOrEqual(129)
      }),
    )
  })
})
