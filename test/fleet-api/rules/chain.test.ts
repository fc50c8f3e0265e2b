import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportRow } from '../../../fleet-api/queries/reports.ts'
import {
  type Anchor,
  type Chain,
  chainLine,
  chainUp,
  judgeChain,
  linked,
  NO_CHAIN,
} from '../../../fleet-api/rules/chain.ts'

const BOOT = '11111111-1111-4111-8111-111111111111'

function row(seq: number, more: Partial<ReportRow> = {}): ReportRow {
  const startedAt = 1_764_000_000_000 + seq * 60_000
  const minute = { minuteAt: startedAt / 1000, startedAt, endedAt: startedAt + 60_000, receivedAt: startedAt + 61_000 }
  const usage = { ridersConnected: seq % 7, ridersPeak: 9, sessionsStarted: 2, inputOctets: 100, outputOctets: 1000 }
  return {
    gatewayId: 'bus-1',
    bootId: BOOT,
    seq,
    routeId: 'T1',
    chainSeq: null,
    ...minute,
    ...usage,
    ...more,
  } as ReportRow
}

/** So many reports, and how the chain stood after every fifth of them. */
function chained(count: number) {
  const rows = Array.from({ length: count }, (_, seq) => row(seq))
  const anchors: Anchor[] = [{ ...NO_CHAIN, at: 0 }]
  let chains = new Map<string, Chain>()
  for (const [index, one] of rows.entries()) {
    chains = chainUp([one], chains)
    const chain = chains.get('bus-1') ?? NO_CHAIN
    if ((index + 1) % 5 === 0 || index === count - 1) anchors.push({ ...chain, at: index + 1 })
  }
  return { rows, anchors }
}

describe('the chain of accepted reports', () => {
  it('is SHA-256 of the head before, a line feed and the report’s line', () => {
    const line = `bus-1,${BOOT},3,1764000180,1764000180000,1764000240000,3,9,2,100,1000`
    expect(chainLine(row(3))).toBe(line)
    const first = linked(NO_CHAIN, row(3))
    // printf '\n%s' "$line" | sha256sum
    expect(first).toEqual({ length: 1, head: '50480bd4ca97b43fc607a2f460f2981f7f3dd973c4ef55243d9df3ddd80c930e' })
    expect(linked(first, row(4)).head).toBe('9e3116f6eed155b4e56df61740d2af3c1ff296158bdd32ed7ca54f5d6db915ca')
  })

  it('does not change where a minute is told to have been spent on another route', () => {
    expect(linked(NO_CHAIN, row(1, { routeId: 'T2', routeSource: 'operator' }))).toEqual(linked(NO_CHAIN, row(1)))
  })

  it('numbers the reports of each gateway by itself', () => {
    const rows = [row(0), row(0, { gatewayId: 'bus-2' }), row(1)]
    const chains = chainUp(rows, new Map([['bus-2', { length: 7, head: 'abc' }]]))
    expect(rows.map(({ chainSeq }) => chainSeq)).toEqual([1, 8, 2])
    expect([...chains].map(([id, { length }]) => [id, length])).toEqual([
      ['bus-2', 8],
      ['bus-1', 2],
    ])
  })
})

describe('the judgement of a chain', () => {
  it('finds nothing where every report is as it was accepted, in whatever order it is read', () => {
    const { rows, anchors } = chained(13)
    expect(judgeChain(rows.toReversed(), anchors, 0)).toEqual({
      from: 0,
      length: 13,
      reports: 13,
      unchained: 0,
      equal: true,
      changed: [],
      missing: [],
      foreign: [],
    })
  })

  it('finds any one report that was changed, in any of its fields, and in which stretch it lies', () => {
    const fields = [
      'ridersConnected',
      'ridersPeak',
      'sessionsStarted',
      'inputOctets',
      'outputOctets',
      'startedAt',
      'endedAt',
      'minuteAt',
      'seq',
    ] as const
    fc.assert(
      fc.property(fc.nat(12), fc.constantFrom(...fields), fc.integer({ min: 1, max: 1000 }), (at, field, by) => {
        const { rows, anchors } = chained(13)
        const forged = rows.map((one, index) => (index === at ? { ...one, [field]: one[field] + by } : one))
        const first = Math.floor(at / 5) * 5 + 1
        expect(judgeChain(forged, anchors, 0)).toMatchObject({
          equal: false,
          changed: [{ first, last: Math.min(first + 4, 13) }],
          missing: [],
        })
      }),
    )
  })

  it('finds any reports that were deleted, and names their places', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(12), { minLength: 1 }), (gone) => {
        const { rows, anchors } = chained(13)
        const left = rows.filter((_, index) => !gone.includes(index))
        const verdict = judgeChain(left, anchors, 0)
        const named = verdict.missing.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, place) => first + place - 1),
        )
        expect(named).toEqual(gone.toSorted((a, b) => a - b))
        expect(verdict).toMatchObject({ equal: false, changed: [], foreign: [] })
      }),
    )
  })

  it('finds a report that was put there, with a place or without, and names it', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: -3, max: 40 }), { nil: null }), (chainSeq) => {
        const { rows, anchors } = chained(13)
        const put = row(99, { chainSeq })
        expect(judgeChain([...rows, put], anchors, 0)).toMatchObject({
          equal: false,
          missing: [],
          foreign: [{ bootId: BOOT, seq: 99, chainSeq }],
        })
      }),
    )
  })

  it('finds two reports that have changed places', () => {
    const { rows, anchors } = chained(10)
    const [one, other] = [rows[1] as ReportRow, rows[7] as ReportRow]
    const swapped = rows.map((each) =>
      each === one ? { ...one, chainSeq: 8 } : each === other ? { ...other, chainSeq: 2 } : each,
    )
    expect(judgeChain(swapped, anchors, 0).changed).toEqual([
      { first: 1, last: 5 },
      { first: 6, last: 10 },
    ])
  })

  it('looks at what is left of a time of which reports may be gone, and misses none of it', () => {
    const { rows, anchors } = chained(15)
    // Of the first stretch two are gone, the second is whole, and a report of it was changed.
    const left = rows.slice(2).map((one) => (one.chainSeq === 7 ? { ...one, inputOctets: 0 } : one))
    expect(judgeChain(left, anchors, 10)).toMatchObject({
      from: 10,
      equal: false,
      changed: [{ first: 6, last: 10 }],
      missing: [],
    })
  })

  it('counts reports from before chains were kept, and proves nothing of them', () => {
    const { rows, anchors } = chained(5)
    const older = row(90, { receivedAt: 1000 })
    expect(judgeChain([older, ...rows], anchors, 0)).toMatchObject({ equal: true, reports: 6, unchained: 1 })
  })
})
