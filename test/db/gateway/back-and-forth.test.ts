import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { outbox } from '../../../db/gateway/schema.ts'
import { fillUp } from './faults.ts'
import { bench, fill } from './filled.ts'

/** Numbers from 0 up to `below`, the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

it.each([1, 2, 3, 5, 6, 7])(
  'whatever happens in whatever order, the outbox holds what was put and not taken (%i)',
  (seed) => {
    const at = bench()
    const next = numbers(seed)
    let opened = at.open()
    const bootId = fill(opened.db, 0)
    const expected = new Map<number, string>()
    const ids = new Set<number>()
    let seq = 0

    const happenings = [
      function put() {
        const body = JSON.stringify('x'.repeat(1 + next(6000)))
        const { id } = opened.db.insert(outbox).values({ bootId, seq, body }).returning({ id: outbox.outboxId }).get()
        expect(ids.has(id)).toBe(false)
        ids.add(id)
        expected.set(seq, body)
        seq += 1
      },
      function putSeveral() {
        for (let times = next(20); times > 0; times -= 1) happenings[0]?.()
      },
      function takeAway() {
        const gone = [...expected.keys()].filter(() => next(3) === 0)
        opened.db.transaction((tx) => {
          for (const one of gone) tx.delete(outbox).where(eq(outbox.seq, one)).run()
        })
        for (const one of gone) expected.delete(one)
      },
      function change() {
        const body = JSON.stringify('y'.repeat(1 + next(3000)))
        opened.db.update(outbox).set({ body }).run()
        for (const one of expected.keys()) expected.set(one, body)
      },
      function diskIsFull() {
        // Were the memory full as well, a kill would lose what is in it.
        if (opened.state().storage === 'disk') fillUp(opened.db)
      },
      function minutePasses() {
        opened.settle()
      },
      function portalIsKilled() {
        opened = at.open()
      },
      function portalStartsAgain() {
        opened.db.$client.close()
        opened = at.open()
      },
    ]
    for (let times = 0; times < 200; times += 1) happenings[next(happenings.length)]?.()

    const rows = opened.db.select().from(outbox).all()
    const digest = (all: Iterable<[number, string]>) =>
      [...all].map(([of, body]) => `${of} ${body[1]} ${body.length}`).sort()
    expect(digest(rows.map((row) => [row.seq, row.body]))).toEqual(digest(expected))
    opened.db.$client.close()
    const again = at.open().db.select().from(outbox).all()
    expect(digest(again.map((row) => [row.seq, row.body]))).toEqual(digest(expected))
    expect(at.logged.filter((line) => !/^the database is (in memory|still in memory|back)/.test(line))).toEqual([])
    expect(at.logged.filter((line) => line.startsWith('the database is in memory')).length).toBeGreaterThan(0)
  },
)
