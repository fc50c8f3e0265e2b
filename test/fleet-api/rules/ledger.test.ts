import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Amounts,
  entriesByMonth,
  entriesDue,
  type LedgerDay,
  plus,
} from '../../../fleet-api/rules/report/ledger.ts'

/** A row: what is known of each day, and what is published of it, entry by entry. */
class Row {
  known: Amounts[]
  entries: Amounts[][]
  constructor(known: Amounts[]) {
    this.known = known
    this.entries = known.map(() => [])
  }
  days(): LedgerDay[] {
    return this.known.map((known, dayAt) => ({ dayAt, known, published: this.published(dayAt) }))
  }
  published(dayAt: number): number[] {
    return (this.entries[dayAt] ?? []).reduce<number[]>(plus, [0, 0, 0])
  }
  publish(): { entries: number; carried: number[] } {
    const { entries, carried } = entriesDue(this.days())
    for (const { dayAt, amounts } of entries) this.entries[dayAt]?.push(amounts)
    return { entries: entries.length, carried }
  }
}

const sum = (all: readonly Amounts[]) => all.reduce<number[]>(plus, [0, 0, 0])
const amounts = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 5000 }), fc.nat({ max: 40 }))
const history = fc.array(fc.array(amounts, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 6 })

/** Holds after each version of what is known, whatever comes. */
function always(holds: (row: Row) => void): void {
  fc.assert(
    fc.property(history, (versions) => {
      const row = new Row(versions[0] ?? [])
      for (const known of versions) {
        row.known = known
        holds(row)
      }
    }),
  )
}

describe('the ledger of what is published', () => {
  it('has entries that each stand for ten sessions or more, and days that hold nothing or ten and more, at every moment', () => {
    always((row) => {
      row.publish()
      expect(row.entries.flat().every(([sessions = 0]) => Math.abs(sessions) >= 10)).toBe(true)
      const held = row.known.map((_, dayAt) => row.published(dayAt)[0] ?? 0)
      expect(held.every((sessions) => sessions === 0 || sessions >= 10)).toBe(true)
    })
  })

  it('has published what is known but for what it carries on: fewer than ten sessions, and what goes with them, to the last octet', () => {
    always((row) => {
      const { carried } = row.publish()
      expect(plus(sum(row.entries.flat()), carried)).toEqual(sum(row.known))
      expect(Math.abs(carried[0] ?? 0)).toBeLessThan(10)
    })
  })

  it('publishes of no day less than nothing, of anything', () => {
    always((row) => {
      row.publish()
      expect(row.known.flatMap((_, dayAt) => row.published(dayAt)).every((amount) => amount >= 0)).toBe(true)
    })
  })

  it('has nothing to add when it is looked at again', () => {
    always((row) => {
      row.publish()
      expect(row.publish().entries).toBe(0)
    })
  })

  it('adds up to the same but for what is carried, in whatever order late reports come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 7 }), amounts), { maxLength: 12 }), (late) => {
        const totals = [late, [...late].reverse()].map((order) => {
          const row = new Row(Array.from({ length: 8 }, () => [0, 0, 0]))
          for (const [day, more] of order) {
            row.known = row.known.map((known, dayAt) => (dayAt === day ? plus(known, more) : known))
            row.publish()
          }
          return plus(sum(row.entries.flat()), row.publish().carried)
        })
        expect(totals[0]).toEqual(totals[1])
      }),
    )
  })

  const day = (dayAt: number, known: number, published = 0): LedgerDay => ({
    dayAt,
    known: [known, known * 100],
    published: [published, published * 100],
  })

  it('carries fewer than ten to the following day, until they are ten', () => {
    expect(entriesDue([day(1, 4), day(2, 5), day(3, 3), day(4, 9)])).toEqual({
      entries: [{ dayAt: 3, amounts: [12, 1200] }],
      carried: [9, 900],
    })
  })

  describe('with counts of its own for how long sessions lasted', () => {
    const lengths = [[1, 3]] as const
    const known = (dayAt: number, amounts: Amounts, published: Amounts = [0, 0, 0]) => ({
      dayAt,
      known: amounts,
      published,
    })

    it('carries fewer than ten of those too, though the sessions are told', () => {
      expect(entriesDue([known(1, [12, 1, 0]), known(2, [20, 4, 6])], [], 10, lengths)).toEqual({
        entries: [
          { dayAt: 1, amounts: [12, 0, 0] },
          { dayAt: 2, amounts: [20, 5, 6] },
        ],
        carried: [0, 0, 0],
      })
    })

    it('leaves what is told of them as it is for the sake of fewer than ten that come late', () => {
      expect(entriesDue([known(1, [32, 12, 9], [20, 12, 8])], [], 10, lengths)).toEqual({
        entries: [{ dayAt: 1, amounts: [12, 0, 0] }],
        carried: [0, 0, 1],
      })
    })

    it('takes them back where fewer than ten are left of them, and tells ten of them that come late', () => {
      const due = entriesDue([known(1, [10, 2, 1], [20, 12, 8]), known(2, [40, 9, 9], [20, 4, 4])], [], 10, lengths)
      expect(due).toEqual({
        entries: [
          { dayAt: 1, amounts: [-10, -12, -8] },
          { dayAt: 2, amounts: [20, 7, 6] },
        ],
        carried: [0, 0, 0],
      })
    })

    it('has no percentile of which an entry adds or takes away one to nine', () => {
      const versions = fc.array(fc.array(amounts, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 5 })
      fc.assert(
        fc.property(versions, (all) => {
          const published: number[][] = Array.from({ length: 6 }, () => [0, 0, 0])
          for (const version of all) {
            const days = version.map((now, dayAt) => known(dayAt, now, published[dayAt]))
            const { entries, carried } = entriesDue(days, [], 10, lengths)
            for (const { dayAt, amounts: added } of entries) {
              published[dayAt] = plus(published[dayAt] ?? [], added)
              const count = (added[1] ?? 0) + (added[2] ?? 0)
              const isMoved = added.slice(1).some((amount) => amount !== 0)
              expect(isMoved && Math.abs(count) < 10).toBe(false)
            }
            expect(plus(sum(published), carried)).toEqual(sum(version))
          }
        }),
      )
    })
  })

  it('takes a day back whole where fewer than ten would be left of it', () => {
    expect(entriesDue([day(1, 3, 15), day(2, 20)])).toEqual({
      entries: [
        { dayAt: 1, amounts: [-15, -1500] },
        { dayAt: 2, amounts: [23, 2300] },
      ],
      carried: [0, 0],
    })
  })

  it('leaves a month that is final as it is for the sake of fewer than ten, and carries them on', () => {
    const months = [
      { month: '2026-09', isFinal: true, days: [day(1, 24, 20), day(2, 35, 30)] },
      { month: '2026-10', isFinal: false, days: [day(3, 40)] },
    ]
    expect(entriesByMonth(months)).toEqual([
      { month: '2026-09', entries: [], carried: [9, 900] },
      { month: '2026-10', entries: [{ dayAt: 3, amounts: [49, 4900] }], carried: [0, 0] },
    ])
  })

  it('corrects a month that is final for the sake of ten', () => {
    const months = [
      { month: '2026-09', isFinal: true, days: [day(1, 24, 20), day(2, 36, 30)] },
      { month: '2026-10', isFinal: false, days: [day(3, 40)] },
    ]
    expect(entriesByMonth(months)).toEqual([
      { month: '2026-09', entries: [{ dayAt: 2, amounts: [10, 1000] }], carried: [0, 0] },
      { month: '2026-10', entries: [{ dayAt: 3, amounts: [40, 4000] }], carried: [0, 0] },
    ])
  })
})
