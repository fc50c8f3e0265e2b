import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeliveryBody } from '../../../contract/channels.ts'
import {
  GATHER_MS,
  MOST_SINGLES,
  SINGLES_MS,
  type ToldOf,
  tellPlan,
  type WaitingDelivery,
} from '../../../fleet-api/rules/tell-plan.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')
const NOTHING = { waiting: [], told: new Map<number, ToldOf>(), singles: 0 }
const waits = (deliveryId: number, body: DeliveryBody, more: Partial<WaitingDelivery> = {}): WaitingDelivery => ({
  deliveryId,
  body,
  attempts: 0,
  dueAt: NOW,
  failed: false,
  ...more,
})
const opened = (...alerts: number[]): DeliveryBody => ({ what: 'opened', alerts })
const closed = (...alerts: number[]): DeliveryBody => ({ what: 'closed', alerts })
const digest = (...alerts: number[]): DeliveryBody => ({ what: 'digest', alerts })

describe('what a channel is told', () => {
  it('comes singly and at once, three of them; the rest in a digest five minutes later', () => {
    expect(tellPlan(NOTHING, { opened: [1, 2, 3, 4, 5], closed: [] }, NOW)).toEqual({
      made: [
        { body: opened(1), dueAt: NOW },
        { body: opened(2), dueAt: NOW },
        { body: opened(3), dueAt: NOW },
        { body: digest(4, 5), dueAt: NOW + 5 * 60_000 },
      ],
      changed: [],
    })
  })

  it('counts what it was told within ten minutes', () => {
    const { made } = tellPlan({ ...NOTHING, singles: 2 }, { opened: [8, 9], closed: [] }, NOW)
    expect(made.map(({ body }) => body)).toEqual([opened(8), digest(9)])
  })

  it('goes into the digest that gathers, where one does', () => {
    const waiting = [waits(4, digest(1, 2), { dueAt: NOW + 60_000 })]
    expect(tellPlan({ ...NOTHING, waiting }, { opened: [3], closed: [] }, NOW)).toEqual({
      made: [],
      changed: [{ deliveryId: 4, body: digest(1, 2, 3), otherwise: { body: digest(3), dueAt: NOW + 5 * 60_000 } }],
    })
  })

  it('gathers until the channel is asked again, where it cannot be reached', () => {
    const waiting = [waits(4, opened(1), { attempts: 6, failed: true, dueAt: NOW + 10 * 60_000 })]
    expect(tellPlan({ ...NOTHING, waiting }, { opened: [2], closed: [] }, NOW)).toEqual({
      made: [{ body: digest(2), dueAt: NOW + 10 * 60_000 }],
      changed: [],
    })
  })

  it('is told twice of nothing', () => {
    const past = { ...NOTHING, waiting: [waits(4, opened(1))], told: new Map([[2, { opened: true, closed: false }]]) }
    expect(tellPlan(past, { opened: [1, 2], closed: [] }, NOW)).toEqual({ made: [], changed: [] })
  })
})

describe('that an alert has closed', () => {
  const isTold = new Map([[1, { opened: true, closed: false }]])

  it('is told where its opening was', () => {
    const { made } = tellPlan({ ...NOTHING, told: isTold }, { opened: [], closed: [1, 2] }, NOW)
    expect(made).toEqual([{ body: closed(1), dueAt: NOW }])
  })

  it('is told instead of its opening, where that was not tried yet', () => {
    const past = { ...NOTHING, waiting: [waits(4, opened(1))] }
    expect(tellPlan(past, { opened: [], closed: [1] }, NOW)).toEqual({
      made: [],
      changed: [{ deliveryId: 4, body: closed(1), otherwise: { body: closed(1), dueAt: NOW } }],
    })
  })

  it('is told by the digest that still gathers its opening', () => {
    const past = { ...NOTHING, waiting: [waits(4, digest(1, 2))] }
    expect(tellPlan(past, { opened: [], closed: [1] }, NOW)).toEqual({ made: [], changed: [] })
  })

  it('is told besides, where somebody may have got the opening already', () => {
    const past = { ...NOTHING, waiting: [waits(4, opened(1), { attempts: 1 })] }
    expect(tellPlan(past, { opened: [], closed: [1] }, NOW).made).toEqual([{ body: closed(1), dueAt: NOW }])
  })

  it('is told once', () => {
    const told = new Map([[1, { opened: true, closed: true }]])
    expect(tellPlan({ ...NOTHING, told }, { opened: [], closed: [1] }, NOW).made).toEqual([])
    const waiting = [waits(4, closed(2))]
    expect(tellPlan({ ...NOTHING, told: isTold, waiting }, { opened: [], closed: [2] }, NOW).made).toEqual([])
  })
})

/** What happens to a channel: alerts open and close, time passes, what is due is tried, with or without success. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('opens' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('closes' as const), nth: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('passes' as const), minutes: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 5, arbitrary: fc.record({ is: fc.constant('sends' as const), well: fc.boolean() }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Made extends WaitingDelivery {
  madeAt: number
  sent: boolean
}

/** A channel's deliveries after some steps, and which alerts opened and closed. */
function lived(steps: Step[]) {
  let now = NOW
  const made: Made[] = []
  const open: number[] = []
  const closedAlerts: number[] = []
  let alerts = 0
  const told = new Map<number, ToldOf>()
  const tell = (news: { opened: number[]; closed: number[] }) => {
    const waiting = made.filter(({ sent }) => !sent)
    const singles = made.filter(({ body, madeAt }) => body.what !== 'digest' && madeAt > now - SINGLES_MS).length
    const plan = tellPlan({ waiting, told, singles }, news, now)
    for (const { deliveryId, body } of plan.changed) {
      const one = made.find((each) => each.deliveryId === deliveryId)
      if (one) one.body = body
    }
    for (const { body, dueAt } of plan.made)
      made.push({ deliveryId: made.length + 1, body, dueAt, attempts: 0, failed: false, madeAt: now, sent: false })
  }
  const send = (well: boolean) => {
    for (const one of made.filter(({ sent, dueAt }) => !sent && dueAt <= now)) {
      one.attempts += 1
      one.failed = !well
      one.sent = well
      one.dueAt = now + 60_000
      if (well)
        for (const id of one.body.alerts)
          told.set(id, { opened: true, closed: one.body.what !== 'opened' && closedAlerts.includes(id) })
    }
  }
  for (const one of steps) {
    if (one.is === 'passes') now += one.minutes * 60_000
    if (one.is === 'sends') send(one.well)
    if (one.is === 'opens') {
      const ids = Array.from({ length: one.count }, () => (alerts += 1))
      open.push(...ids)
      tell({ opened: ids, closed: [] })
    }
    if (one.is === 'closes' && open.length > 0) {
      const [id = 0] = open.splice(one.nth % open.length, 1)
      closedAlerts.push(id)
      tell({ opened: [], closed: [id] })
    }
  }
  now += 60 * 60_000
  send(true)
  return { made, told, closedAlerts, alerts }
}

describe('whatever happens', () => {
  it('the opening of each alert is in exactly one message, or its end is; and nobody misses an end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { made, told, closedAlerts, alerts } = lived(steps)
        for (let id = 1; id <= alerts; id += 1) {
          const messages = made.filter(({ body }) => body.alerts.includes(id))
          const isClosed = closedAlerts.includes(id)
          expect(messages.length).toBeGreaterThanOrEqual(1)
          expect(messages.length).toBeLessThanOrEqual(isClosed ? 2 : 1)
          expect(messages.every(({ body }) => body.alerts.filter((one) => one === id).length === 1)).toBe(true)
          expect(told.get(id)).toEqual({ opened: true, closed: isClosed })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('there are never more than three single messages within ten minutes, and never two digests that gather', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { made } = lived(steps)
        const singles = made.filter(({ body }) => body.what !== 'digest').map(({ madeAt }) => madeAt)
        const most = singles.map((at) => singles.filter((other) => other > at - SINGLES_MS && other <= at).length)
        expect(Math.max(0, ...most)).toBeLessThanOrEqual(MOST_SINGLES)
        const digests = made.filter(({ body }) => body.what === 'digest')
        const close = digests.filter(({ madeAt, deliveryId }) =>
          digests.some((other) => other.deliveryId > deliveryId && other.madeAt < madeAt + GATHER_MS),
        )
        expect(close).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
