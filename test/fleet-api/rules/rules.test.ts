import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketIndex, bucketStart, bucketStarts, nextBucket } from '../../../fleet-api/rules/buckets.ts'
import { completenessOf, minutesDue, owedSince } from '../../../fleet-api/rules/completeness.ts'
import { isoInZone, localDayStart } from '../../../fleet-api/rules/zone.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const zones = fc.constantFrom(
  'America/Mexico_City',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
)
const instants = fc.integer({ min: seconds('2015-01-01T00:00:00Z'), max: seconds('2030-01-01T00:00:00Z') })

describe('local time', () => {
  it('writes an instant with the offset of its zone', () => {
    expect(isoInZone('America/Mexico_City', seconds('2026-11-24T06:00:00Z'))).toBe('2026-11-24T00:00:00-06:00')
    expect(isoInZone('Asia/Kolkata', seconds('2026-11-24T06:00:00Z'))).toBe('2026-11-24T11:30:00+05:30')
  })

  it('gives 23 and 25 hours to the days on which the clocks change', () => {
    const spring = localDayStart('America/New_York', seconds('2026-03-08T15:00:00Z'))
    const autumn = localDayStart('America/New_York', seconds('2026-11-01T15:00:00Z'))
    expect((nextBucket('day', 'America/New_York', spring) - spring) / 3600).toBe(23)
    expect((nextBucket('day', 'America/New_York', autumn) - autumn) / 3600).toBe(25)
  })

  it('begins a day at the first moment after a midnight that the clocks skip', () => {
    const start = localDayStart('America/Sao_Paulo', seconds('2018-11-04T15:00:00Z'))
    expect(isoInZone('America/Sao_Paulo', start)).toBe('2018-11-04T01:00:00-02:00')
  })

  it('writes every instant so that it reads back the same', () => {
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        expect(seconds(isoInZone(zone, at))).toBe(at)
      }),
    )
  })
})

describe('buckets', () => {
  const steps = fc.constantFrom('minute' as const, 'hour' as const, 'day' as const)

  it('hold every instant in exactly one, at or after its start and before the next', () => {
    fc.assert(
      fc.property(steps, zones, instants, (step, zone, at) => {
        const start = bucketStart(step, zone, at)
        expect(start).toBeLessThanOrEqual(at)
        expect(nextBucket(step, zone, start)).toBeGreaterThan(at)
        expect(bucketStart(step, zone, start)).toBe(start)
      }),
    )
  })

  it('cover a range without gap or overlap', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 40 * 86_400 }), (zone, from, length) => {
        const starts = bucketStarts('day', zone, from, from + length)
        expect(starts[0]).toBeLessThanOrEqual(from)
        expect(starts.slice(0, -1).map((start) => nextBucket('day', zone, start))).toEqual(starts.slice(1))
        expect(starts.map((start) => bucketIndex(starts, start))).toEqual(starts.map((_, index) => index))
      }),
    )
  })
})

describe('reports due', () => {
  const hour = seconds('2026-11-24T14:00:00Z')
  const starts = [hour, hour + 3600]
  const end = hour + 7200
  const span = (first: number, last: number, gatewayId = 'bus-1') => ({
    gatewayId,
    firstMinuteAt: hour + first * 60,
    lastMinuteAt: hour + last * 60,
  })

  it('are one for each minute from the first to the last report of a boot', () => {
    expect(minutesDue([span(10, 69)], starts, end)).toEqual([50, 10])
  })

  it('leave out the time between two boots: a parked bus owes nothing', () => {
    expect(minutesDue([span(0, 9), span(60, 69)], starts, end)).toEqual([10, 10])
  })

  it('go on for fifteen minutes after a gateway falls silent, then its power counts as off', () => {
    expect(minutesDue([owedSince(hour + 9 * 60, hour + 86_400)], starts, end)).toEqual([15, 0])
  })

  it('are not due before they can have arrived', () => {
    expect(minutesDue([owedSince(hour + 9 * 60, hour + 12 * 60)], starts, end)).toEqual([0, 0])
    expect(minutesDue([owedSince(hour + 9 * 60, hour + 12.5 * 60)], starts, end)).toEqual([1, 0])
  })

  it('never are more than the minutes of the bucket for each gateway', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.nat(600), (first, length) => {
        const due = minutesDue([span(first, first + length)], starts, end)
        expect(Math.max(...due)).toBeLessThanOrEqual(60)
        expect(Math.min(...due)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('make a completeness between nothing and all', () => {
    expect([completenessOf(45, 60), completenessOf(61, 60), completenessOf(0, 60), completenessOf(0, 0)]).toEqual([
      0.75, 1, 0, 1,
    ])
  })
})
