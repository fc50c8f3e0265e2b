import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedEntity } from '../../fleet-api/realtime/bindings.ts'
import { readPositions } from '../../fleet-api/realtime/read-positions.ts'
import { runsAfter } from '../../fleet-api/rules/vehicle-runs.ts'
import { vehicleFeed } from '../fakes/realtime-feed.ts'

const NOW_S = 1_795_530_600

const append = (feed: Uint8Array, ...parts: (Uint8Array | number[])[]) =>
  Buffer.concat([feed, ...parts.map((part) => Buffer.from(part))])
/** A field of a FeedMessage: its number, and its content of less than 128 octets. */
const field = (number: number, content: Uint8Array | number[]) => [(number << 3) | 2, content.length, ...content]

describe('a GTFS-Realtime feed of vehicle positions', () => {
  it('is read vehicle by vehicle, each with its own time or else the feed’s', () => {
    const feed = vehicleFeed(NOW_S, [
      { id: 'V1', label: '1042', at: NOW_S - 7, trip: { tripId: 't-1', routeId: 'T1', directionId: 1 } },
      { label: '1043', trip: { routeId: 'T2' } },
    ])
    expect(readPositions(feed)).toEqual([
      { vehicleId: 'V1', label: '1042', at: (NOW_S - 7) * 1000, tripId: 't-1', routeId: 'T1', directionId: 1 },
      { vehicleId: null, label: '1043', at: NOW_S * 1000, tripId: null, routeId: 'T2', directionId: null },
    ])
  })

  it('says nothing of a vehicle without trip, without any time, or on a trip that is cancelled', () => {
    const canceled = { tripId: 't-1', scheduleRelationship: 3 }
    expect(
      readPositions(
        vehicleFeed(NOW_S, [
          { id: 'V1', trip: null },
          { id: 'V2', trip: canceled },
        ]),
      ),
    ).toEqual([])
    expect(readPositions(vehicleFeed(null, [{ id: 'V1' }]))).toEqual([])
  })

  it.each([
    ['an id of 10 kB', { id: 'x'.repeat(10_000) }],
    ['a NUL character in its id', { id: 'V\u00001' }],
    ['a label of 10 kB', { id: 'V1', label: 'x'.repeat(10_000) }],
    ['a trip id of 10 kB', { id: 'V1', trip: { tripId: 'x'.repeat(10_000) } }],
    ['a time that no clock shows', { id: 'V1', at: Number.MAX_SAFE_INTEGER }],
  ])('leaves out a vehicle with %s, and no other', (_, bad) => {
    const heard = readPositions(vehicleFeed(null, [bad, { id: 'good', at: NOW_S }]))
    expect(heard.map(({ vehicleId }) => vehicleId)).toEqual(['good'])
  })

  it('leaves out an entity that cannot be decoded, one without id, and one that is gone', () => {
    const good = vehicleFeed(NOW_S, [{ id: 'good' }])
    const gone = FeedEntity.encode(
      FeedEntity.fromObject({
        id: '9',
        isDeleted: true,
        vehicle: { vehicle: { id: 'gone' }, trip: { routeId: 'T1' } },
      }),
    ).finish()
    const feed = append(good, field(2, [0xff, 0xff, 0xff]), field(2, []), field(2, gone))
    expect(readPositions(feed).map(({ vehicleId }) => vehicleId)).toEqual(['good'])
  })

  it('takes positions that are no numbers for what they are: none of its business', () => {
    const position = { latitude: Number.NaN, longitude: Number.POSITIVE_INFINITY }
    expect(readPositions(vehicleFeed(NOW_S, [{ id: 'V1', position }]))).toHaveLength(1)
  })

  it('passes over an entity that is larger than any vehicle’s', () => {
    const label = 'x'.repeat(70_000)
    const heard = readPositions(vehicleFeed(NOW_S, [{ id: 'V1', label }, { id: 'V2' }]))
    expect(heard.map(({ vehicleId }) => vehicleId)).toEqual(['V2'])
  })

  it.each([
    ['nothing at all', new Uint8Array(), /no GTFS-Realtime feed/],
    ['a web page', Buffer.from('<!DOCTYPE html><title>404</title>'), /no GTFS-Realtime feed/],
    ['JSON', Buffer.from('{"entity":[]}'), /no GTFS-Realtime feed/],
    ['a feed that is cut off', vehicleFeed(NOW_S, [{ id: 'V1' }]).slice(0, -3), /cut off/],
    ['a header that is none', Buffer.from(field(1, [0x0f])), /header/],
    ['too many entities', append(vehicleFeed(NOW_S, []), Buffer.alloc(2 * 50_001, Buffer.from([0x12, 0]))), /50000/],
  ])('is refused as a whole where it is %s', (_, octets, message) => {
    expect(() => readPositions(octets)).toThrow(message)
  })

  it('is read or refused, whatever it is', () => {
    const feed = vehicleFeed(NOW_S, [{ id: 'V1', label: '1042', at: NOW_S, trip: { tripId: 't', routeId: 'r' } }])
    const readOrRefused = (octets: Uint8Array) => {
      const bad = expect.objectContaining({ code: 'bad-feed' })
      let result: unknown
      try {
        result = readPositions(octets)
      } catch (error) {
        result = error
      }
      expect([Array.isArray(result), bad.asymmetricMatch(result)]).toContain(true)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readOrRefused))
    const changed = fc.tuple(fc.nat(feed.length - 1), fc.nat(255)).map(([at, octet]) => feed.with(at, octet))
    fc.assert(fc.property(changed, readOrRefused), { numRuns: 1000 })
  })
})

describe('the runs of a vehicle', () => {
  const run = { vehicleKey: 'V1', routeId: 'T1', tripId: 't-1', directionId: 0 }
  const newest = new Map([['V1', { ...run, firstAt: 1000, lastAt: 60_000 }]])

  it.each([
    ['go on while nothing changes', { ...run, at: 90_000 }, [{ ...run, firstAt: 1000, lastAt: 90_000 }]],
    [
      'end where the trip does',
      { ...run, tripId: 't-2', at: 90_000 },
      [{ ...run, tripId: 't-2', firstAt: 90_000, lastAt: 90_000 }],
    ],
    ['begin anew after a pause', { ...run, at: 150_001 }, [{ ...run, firstAt: 150_001, lastAt: 150_001 }]],
    ['are not changed by what is told twice', { ...run, at: 60_000 }, []],
    ['are not changed by what is told late', { ...run, tripId: 't-0', at: 59_000 }, []],
  ])('%s', (_, heard, written) => {
    expect(runsAfter([heard], newest, 90_000)).toEqual(written)
  })
})
