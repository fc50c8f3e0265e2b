import { describe, expect, it } from 'vitest'
import { createSystemClockKeeper } from '../../../portal/time/system-clock.ts'
import { createTimekeeper } from '../../../portal/time/timekeeper.ts'
import { fakeClock } from '../../fakes/clock.ts'

const BUILT = Date.parse('2026-11-01T00:00:00Z')

/** A machine whose clock starts so many seconds away from 14:00 on 24 November 2026, and can be set. */
function machine(skewSeconds: number, set?: (ms: number) => Promise<void>) {
  const systemClock = fakeClock()
  systemClock.jump(skewSeconds)
  const logged: string[] = []
  const log = (line: string) => void logged.push(line)
  const time = createTimekeeper({ clock: systemClock, builtAtMs: BUILT, lastKnownMs: null, log: () => undefined })
  const keeper = createSystemClockKeeper({
    systemClock,
    trueNow: time.clock.now,
    set: set ?? (async (ms) => systemClock.jump((ms - systemClock.now()) / 1000)),
    log,
  })
  return { systemClock, time, keeper, logged, now: () => new Date(systemClock.now()).toISOString() }
}

describe('the machine’s clock', () => {
  it('is set to the build date at least, so that certificates hold before anybody has said the time', async () => {
    const { keeper, now, logged } = machine(-20 * 365 * 86_400)
    await keeper.look()
    expect(now()).toBe('2026-11-01T00:00:00.000Z')
    expect(logged).toEqual(['the machine’s clock was wrong by -628682400 s; it is set'])
  })

  it('is set to the true time once that is known', async () => {
    const { keeper, time, now } = machine(365 * 86_400)
    time.note({ source: 'fleet', wallMs: Date.parse('2026-11-24T14:00:00Z'), uptimeMs: 100_000, uncertaintyMs: 50 })
    await keeper.look()
    expect(now()).toBe('2026-11-24T14:00:00.000Z')
  })

  it('is left alone where it is nearly right', async () => {
    const { keeper, time, now } = machine(45)
    time.note({ source: 'fleet', wallMs: Date.parse('2026-11-24T14:00:00Z'), uptimeMs: 100_000, uncertaintyMs: 50 })
    await keeper.look()
    expect(now()).toBe('2026-11-24T14:00:45.000Z')
  })

  it('is said once to be wrong where it may not be set', async () => {
    const { keeper, logged } = machine(-20 * 365 * 86_400, async () => {
      throw new Error('date: cannot set date: Operation not permitted')
    })
    await keeper.look()
    await keeper.look()
    expect(logged).toEqual([
      'the machine’s clock is wrong and could not be set; reports have their true time all the same',
    ])
  })
})
