import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../portal/outbox/backoff.ts'
import { createSendLoop } from '../../../portal/outbox/loop.ts'
import { testGateway } from '../../fakes/gateway.ts'

/** A loop over a gateway with so many waiting minutes; the answers come in order, the last one again and again. */
async function loopOf(minutes: number, ...answers: (() => Response)[]) {
  const gateway = await testGateway()
  gateway.ledger.time.note({
    source: 'gnss',
    wallMs: gateway.clock.now(),
    uptimeMs: gateway.clock.uptime(),
    uncertaintyMs: 10,
  })
  for (let minute = 0; minute < minutes; minute += 1) {
    gateway.clock.pass(60)
    await gateway.accounting.close()
  }
  const waits: number[] = []
  const sizes: number[] = []
  let next: (() => void) | null = null
  const loop = createSendLoop({
    ...gateway.ledger.senderDeps,
    fleetUrl: 'http://fleet.example',
    credential: () => 'x',
    fetch: async (_, init) => {
      const items = JSON.parse(gunzipSync(init?.body as Buffer).toString()) as unknown[]
      sizes.push(items.length)
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) as (() => Response) | undefined
      return answer?.() ?? stored(items.length)
    },
    log: () => undefined,
    random: () => 0.5,
    longestWaitMs: 120_000,
    answered: () => undefined,
    after: (ms, job) => {
      waits.push(ms)
      next = job
      return () => undefined
    },
  })
  /** Wakes the loop, or lets its wait be over, and waits until it rests. */
  const go = async () => {
    const job = next ?? loop.wake
    next = null
    job()
    await loop.idle()
  }
  return { loop, go, waits, sizes }
}

const stored = (count: number) =>
  Response.json({
    serverAt: '2026-11-24T20:00:00.000Z',
    policyVersion: 0,
    verdicts: Array.from({ length: count }, (_, index) => ({ index, verdict: 'stored' })),
  })
const busy =
  (headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status: 503, headers })

describe('the sending loop', () => {
  it('waits longer after each failure, half of the ceiling on average, and never longer than it may', () => {
    expect([1, 2, 3, 7, 30].map((failures) => backoffMs(failures, 0.5, null, 120_000))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ])
  })

  it('waits as long as the fleet asks it to', async () => {
    const { go, waits } = await loopOf(1, busy({ 'retry-after': '30' }))
    await go()
    expect(waits).toEqual([30_000])
  })

  it('does not send while it waits, whatever wakes it', async () => {
    const { loop, go, sizes } = await loopOf(1, busy())
    await go()
    loop.wake()
    await loop.idle()
    expect(sizes).toEqual([1])
  })

  it('begins small after a failure and grows with each success, up to 500', async () => {
    const { go, sizes } = await loopOf(
      900,
      busy(),
      () => stored(20),
      () => stored(100),
      () => stored(500),
      () => stored(280),
    )
    await go()
    await go()
    expect(sizes).toEqual([500, 20, 100, 500, 280])
  })
})
