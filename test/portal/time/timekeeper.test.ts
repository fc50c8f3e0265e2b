import { describe, expect, it } from 'vitest'
import { createTimekeeper, uncertaintyAt } from '../../../portal/time/timekeeper.ts'
import { fakeClock } from '../../fakes/clock.ts'

const BUILT = Date.parse('2026-11-01T00:00:00Z')
const TRUE_START = Date.parse('2026-11-24T14:00:00Z')
const YEAR_S = 365 * 86_400

/** A machine whose clock starts `skewSeconds` away from 14:00 on 24 November 2026. */
function machine(skewSeconds: number, lastKnownMs: number | null = null) {
  const clock = fakeClock()
  clock.jump(skewSeconds)
  const logged: string[] = []
  const time = createTimekeeper({ clock, builtAtMs: BUILT, lastKnownMs, log: (line) => logged.push(line) })
  /** A source that says the truth. */
  const hears = (source: 'gnss' | 'ntp' | 'fleet', uncertaintyMs: number, wrongByMs = 0) =>
    time.note({
      source,
      wallMs: TRUE_START + (clock.uptime() - 100_000) + wrongByMs,
      uptimeMs: clock.uptime(),
      uncertaintyMs,
    })
  const now = () => new Date(time.clock.now()).toISOString()
  return { clock, time, logged, hears, now }
}

describe('the time of a gateway', () => {
  it('is the system’s until somebody says it better', () => {
    const { time, now } = machine(-60)
    expect(now()).toBe('2026-11-24T13:59:00.000Z')
    expect(time.known()).toBeNull()
  })

  it('never runs below the build date, however old the clock', () => {
    const { clock, now } = machine(-20 * YEAR_S)
    expect(now()).toBe('2026-11-01T00:00:00.000Z')
    clock.pass(90)
    expect(now()).toBe('2026-11-01T00:01:30.000Z')
  })

  it('never runs below the last time that a boot knew', () => {
    const { clock, now } = machine(-20 * YEAR_S, Date.parse('2026-11-23T22:00:00Z'))
    clock.pass(1)
    expect(now()).toBe('2026-11-23T22:00:01.000Z')
  })

  it.each(['gnss', 'ntp', 'fleet'] as const)('is what %s says, from then on by the monotonic clock', (source) => {
    const { clock, hears, now } = machine(YEAR_S)
    hears(source, 50)
    expect(now()).toBe('2026-11-24T14:00:00.000Z')
    clock.pass(60)
    clock.jump(-40 * YEAR_S)
    expect(now()).toBe('2026-11-24T14:01:00.000Z')
  })

  it('is the surest of what was said, and a little less sure as it gets older', () => {
    const { clock, time, hears } = machine(0)
    hears('ntp', 500)
    hears('gnss', 20)
    hears('fleet', 150)
    const known = time.known()
    expect(known).toMatchObject({ source: 'gnss', uncertaintyMs: 20 })
    clock.pass(3600)
    expect(known && uncertaintyAt(known, clock.uptime())).toBe(380)
    hears('fleet', 150)
    expect(time.known()).toMatchObject({ source: 'fleet', uncertaintyMs: 150 })
  })

  it('is the fleet’s where another source is far from it', () => {
    const { time, logged, hears, now } = machine(0)
    hears('gnss', 20, YEAR_S * 1000)
    expect(now()).toBe('2027-11-24T14:00:00.000Z')
    hears('fleet', 150)
    expect(now()).toBe('2026-11-24T14:00:00.000Z')
    hears('gnss', 20, YEAR_S * 1000)
    expect(time.known()).toMatchObject({ source: 'fleet' })
    expect(logged).toEqual([
      'the time is known, from gnss, to 20 ms',
      'the clock was wrong by -31536000 s; fleet says so',
    ])
  })

  it('is not what a source says that lies before the build date or the last known time', () => {
    const { time, hears } = machine(0, TRUE_START - 3600_000)
    expect(hears('gnss', 20, -1024 * 7 * 86_400_000)).toBe(false)
    expect(hears('ntp', 20, -2 * 3600_000)).toBe(false)
    expect(time.known()).toBeNull()
    // The last known time was wrong, then: the fleet's word weighs more.
    expect(hears('fleet', 20, -2 * 3600_000)).toBe(true)
    expect(time.known()).toMatchObject({ source: 'fleet' })
  })
})
