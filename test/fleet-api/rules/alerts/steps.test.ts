import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../fleet-api/rules/alerts/snapshot.ts'
import { type AlertRow, CLEAR_MS, FORGET_MS, plan, STALE_MS } from '../../../../fleet-api/rules/alerts/steps.ts'
import { MINUTE, NOW_MS } from '../../../fakes/snapshot.ts'

const HOLD_MINUTES = 5

function aFinding(now: number, more: Partial<Finding> = {}): Finding {
  return {
    kind: 'uplink-down',
    scope: 'gateway',
    subjectId: 'bus-1',
    part: '',
    routeId: 'T1',
    cause: 'no-signal',
    facts: {},
    since: now,
    holdMinutes: HOLD_MINUTES,
    partOf: null,
    ...more,
  }
}

/** The table of alerts, as the passes leave it. */
class Table {
  rows: AlertRow[] = []
  told: { opened: number[]; closed: number[] }[] = []

  pass(now: number, findings: Finding[], isUnknown = false): void {
    const unclosed = this.rows.filter(({ state }) => state !== 'closed')
    const { steps, drop, seen } = plan(unclosed, findings, () => isUnknown, now)
    this.rows = this.rows.filter(({ alertId }) => !drop.includes(alertId))
    for (const row of this.rows) if (seen.includes(row.alertId)) row.seenAt = now
    const told = { opened: [] as number[], closed: [] as number[] }
    for (const { row, tell, partOf } of steps) {
      const groupId = this.rows.find(({ scope, state }) => scope === 'operator' && state === 'open')?.alertId ?? null
      const next = { ...row, partOf: partOf === null ? row.partOf : groupId }
      const at = this.rows.findIndex(({ alertId }) => alertId === row.alertId)
      if (at >= 0) this.rows[at] = next
      else this.rows.push(Object.assign(next, { alertId: 1 + Math.max(0, ...this.rows.map((one) => one.alertId)) }))
      if (tell) told[next.state === 'closed' ? 'closed' : 'opened'].push(next.alertId)
    }
    this.told.push(told)
  }

  get states() {
    return this.rows.map(({ state }) => state)
  }
}

const seen = fc.constantFrom('holds', 'does not', 'unknown')
/** Passes in runs that say the same, so that conditions last. */
const passes = fc
  .array(
    fc.record({ afterMs: fc.integer({ min: 1000, max: 90_000 }), says: seen, times: fc.integer({ min: 1, max: 12 }) }),
    { maxLength: 15 },
  )
  .map((runs) => runs.flatMap(({ times, ...one }) => Array.from({ length: times }, () => one)))

describe('an alert', () => {
  it('opens only after it has held, is one at a time, and closes only after it has not held', () => {
    fc.assert(
      fc.property(passes, (all) => {
        const table = new Table()
        let now = NOW_MS
        let heldSince: number | null = null
        let goneSince: number | null = null
        for (const { afterMs, says } of all) {
          now += afterMs
          if (says === 'holds') heldSince ??= now
          if (says === 'does not') heldSince = null
          goneSince = says === 'holds' ? null : (goneSince ?? now)
          const before = table.states.filter((state) => state === 'closed').length
          table.pass(now, says === 'holds' ? [aFinding(now)] : [], says === 'unknown')
          const { opened, closed } = table.told.at(-1) ?? { opened: [], closed: [] }
          expect(table.rows.filter(({ state }) => state !== 'closed').length).toBeLessThanOrEqual(1)
          expect(opened.length === 0 || (says === 'holds' && now - (heldSince ?? now) >= HOLD_MINUTES * MINUTE)).toBe(
            true,
          )
          expect(closed.length === 0 || says === 'does not').toBe(true)
          expect(table.states.filter((state) => state === 'closed').length - before).toBe(closed.length)
          for (const row of table.rows) {
            expect(row.openedAt === null).toBe(row.state === 'pending')
            expect((row.closedAt ?? Number.POSITIVE_INFINITY) - row.seenAt).toBeGreaterThanOrEqual(CLEAR_MS)
          }
        }
      }),
    )
  })

  it('is told of once opened and once closed, in whatever way its condition comes and goes', () => {
    fc.assert(
      fc.property(passes, (all) => {
        const table = new Table()
        let now = NOW_MS
        for (const { afterMs, says } of all) {
          now += afterMs
          table.pass(now, says === 'holds' ? [aFinding(now)] : [], says === 'unknown')
        }
        const opened = table.told.flatMap((one) => one.opened)
        const closed = table.told.flatMap((one) => one.closed)
        const was = table.rows.filter(({ state }) => state !== 'pending').map(({ alertId }) => alertId)
        expect(opened).toEqual(was)
        expect(closed).toEqual(table.rows.filter(({ state }) => state === 'closed').map(({ alertId }) => alertId))
      }),
    )
  })

  it('is left as it is by a pass that comes a second time', () => {
    fc.assert(
      fc.property(passes, (all) => {
        const [once, twice] = [new Table(), new Table()]
        let now = NOW_MS
        for (const { afterMs, says } of all) {
          now += afterMs
          const findings = says === 'holds' ? [aFinding(now)] : []
          once.pass(now, findings, says === 'unknown')
          for (const _time of [1, 2]) twice.pass(now, findings, says === 'unknown')
        }
        expect(twice.rows).toEqual(once.rows)
      }),
    )
  })

  it('keeps since when it holds, though its gateway says less', () => {
    const table = new Table()
    for (const minute of [0, 1, 2, 3, 4, 5])
      table.pass(NOW_MS + minute * MINUTE, [aFinding(NOW_MS + (minute - 1) * MINUTE)])
    expect(table.rows).toMatchObject([{ state: 'open', sinceAt: NOW_MS - MINUTE, openedAt: NOW_MS + 4 * MINUTE }])
  })

  it('opens at once where it is known to have held for long', () => {
    const table = new Table()
    table.pass(NOW_MS, [aFinding(NOW_MS - HOLD_MINUTES * MINUTE)])
    expect(table.states).toEqual(['open'])
  })

  it('stays open over one good minute, and closes after two', () => {
    const table = new Table()
    table.pass(NOW_MS, [aFinding(NOW_MS - 60 * MINUTE)])
    table.pass(NOW_MS + MINUTE, [])
    table.pass(NOW_MS + 1.5 * MINUTE, [aFinding(NOW_MS + MINUTE)])
    table.pass(NOW_MS + 3 * MINUTE, [])
    expect(table.states).toEqual(['open'])
    table.pass(NOW_MS + 3.5 * MINUTE, [])
    expect(table.rows).toMatchObject([
      { state: 'closed', sinceAt: NOW_MS - 60 * MINUTE, closedAt: NOW_MS + 3.5 * MINUTE },
    ])
  })

  it('of a gateway that does not tell is kept for a week, and forgotten in a quarter of an hour where nobody was told', () => {
    const table = new Table()
    table.pass(NOW_MS, [aFinding(NOW_MS - 60 * MINUTE), aFinding(NOW_MS, { subjectId: 'bus-2' })])
    table.pass(NOW_MS + FORGET_MS - 1, [], true)
    expect(table.states).toEqual(['open', 'pending'])
    table.pass(NOW_MS + FORGET_MS, [], true)
    expect(table.states).toEqual(['open'])
    table.pass(NOW_MS + STALE_MS, [], true)
    expect(table.states).toEqual(['closed'])
  })
})

describe('a SIM that uses more', () => {
  it('is told of again at the next share: another alert takes the place of the first', () => {
    const table = new Table()
    const at = (share: number) =>
      aFinding(NOW_MS, { kind: 'sim-quota', part: 'wwan0', holdMinutes: 0, facts: { share } })
    table.pass(NOW_MS, [at(0.75)])
    Object.assign(table.rows[0] ?? {}, { acknowledgedAt: NOW_MS })
    table.pass(NOW_MS + MINUTE, [at(0.75)])
    table.pass(NOW_MS + 2 * MINUTE, [at(0.95)])
    expect(table.rows).toMatchObject([
      { alertId: 1, state: 'closed', facts: { share: 0.75 } },
      { alertId: 2, state: 'open', facts: { share: 0.95 }, acknowledgedAt: null },
    ])
    expect(table.told).toEqual([
      { opened: [1], closed: [] },
      { opened: [], closed: [] },
      { opened: [2], closed: [] },
    ])
  })
})

describe('an alert that another stands for', () => {
  const group = (since: number) =>
    aFinding(since, { kind: 'operator-down', scope: 'operator', subjectId: 'Telcel', cause: 'mobile-operator' })
  const key = JSON.stringify(['operator-down', 'operator', 'Telcel', ''])
  const member = (since: number, more: Partial<Finding> = {}) => aFinding(since, { partOf: key, ...more })

  it('waits for it, opens with it, and is not told of', () => {
    const table = new Table()
    table.pass(NOW_MS, [member(NOW_MS - 60 * MINUTE), group(NOW_MS)])
    expect(table.states).toEqual(['pending', 'pending'])
    table.pass(NOW_MS + 5 * MINUTE, [member(NOW_MS + 5 * MINUTE), group(NOW_MS)])
    const operator = table.rows.find(({ scope }) => scope === 'operator')
    expect(table.rows.find(({ scope }) => scope === 'gateway')).toMatchObject({
      state: 'open',
      partOf: operator?.alertId,
    })
    expect(table.told.at(-1)).toEqual({ opened: [operator?.alertId], closed: [] })
  })

  it('that was open before becomes a part, and is told of by itself when only it is left', () => {
    const table = new Table()
    table.pass(NOW_MS, [aFinding(NOW_MS - 60 * MINUTE)])
    table.pass(NOW_MS + MINUTE, [member(NOW_MS), group(NOW_MS - 60 * MINUTE)])
    expect(table.rows).toMatchObject([
      { state: 'open', partOf: 2 },
      { state: 'open', partOf: null },
    ])
    table.pass(NOW_MS + 5 * MINUTE, [aFinding(NOW_MS)])
    expect(table.rows).toMatchObject([
      { state: 'open', partOf: null },
      { state: 'closed', partOf: null },
    ])
    expect(table.told).toEqual([
      { opened: [1], closed: [] },
      { opened: [2], closed: [] },
      { opened: [1], closed: [2] },
    ])
  })
})
