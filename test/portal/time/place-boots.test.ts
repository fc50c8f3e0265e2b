import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BootSpan, placeBoots } from '../../../portal/time/place-boots.ts'

const HOUR = 3_600_000
const EARLIEST = Date.parse('2026-11-01T00:00:00Z')
const NOON = Date.parse('2026-11-24T12:00:00Z')

const known = (bootId: string, startMs: number, lastUptimeMs: number): BootSpan => ({
  bootId,
  kernelBootId: `kernel ${bootId}`,
  lastUptimeMs,
  systemOffsetMs: null,
  known: { source: 'fleet', offsetMs: startMs, uptimeMs: lastUptimeMs, uncertaintyMs: 100 },
})
const unknown = (bootId: string, lastUptimeMs: number, systemOffsetMs: number | null = null): BootSpan => ({
  bootId,
  kernelBootId: `kernel ${bootId}`,
  lastUptimeMs,
  systemOffsetMs,
  known: null,
})
const place = (boots: BootSpan[], bootId: string) => {
  const placed = placeBoots(boots, EARLIEST).get(bootId)
  return placed && { ...placed, start: new Date(placed.offsetMs).toISOString(), uncertaintyMs: placed.uncertaintyAt(0) }
}

describe('the place of a boot in time', () => {
  it('is what the boot itself knew', () => {
    expect(place([known('a', NOON, HOUR)], 'a')).toMatchObject({
      start: '2026-11-24T12:00:00.000Z',
      source: 'fleet',
      estimated: false,
      uncertaintyMs: 460,
    })
  })

  it('is in the middle between its neighbours where it never knew the time, and marked', () => {
    const boots = [known('a', NOON, HOUR), unknown('b', 2 * HOUR), known('c', NOON + 7 * HOUR, HOUR)]
    expect(place(boots, 'b')).toMatchObject({
      start: '2026-11-24T15:00:00.000Z',
      source: 'none',
      estimated: true,
      uncertaintyMs: 2 * HOUR,
    })
  })

  it('is where the system’s clock had it, if that fits between its neighbours', () => {
    const boots = [known('a', NOON, HOUR), unknown('b', 2 * HOUR, NOON + 4 * HOUR), known('c', NOON + 7 * HOUR, HOUR)]
    expect(place(boots, 'b')).toMatchObject({
      start: '2026-11-24T16:00:00.000Z',
      source: 'system',
      estimated: true,
      uncertaintyMs: 3 * HOUR,
    })
  })

  it('is not where a clock had it that lost its battery', () => {
    const boots = [known('a', NOON, HOUR), unknown('b', 2 * HOUR, 0), known('c', NOON + 7 * HOUR, HOUR)]
    expect(place(boots, 'b')).toMatchObject({ start: '2026-11-24T15:00:00.000Z', source: 'none' })
  })

  it('is known from another database of the same boot of the kernel', () => {
    const later = { ...known('b', NOON, 2 * HOUR), kernelBootId: 'same' }
    const boots = [{ ...unknown('a', HOUR), kernelBootId: 'same' }, later]
    expect(place(boots, 'a')).toMatchObject({ start: '2026-11-24T12:00:00.000Z', source: 'fleet', estimated: false })
  })

  it('is not known before a later boot knows the time', () => {
    expect(place([known('a', NOON, HOUR), unknown('b', HOUR)], 'b')).toBeUndefined()
  })

  it('says how far the truth can be away where its neighbours leave less room than it needs', () => {
    const boots = [known('a', NOON, HOUR), unknown('b', 5 * HOUR), known('c', NOON + 4 * HOUR, HOUR)]
    expect(place(boots, 'b')).toMatchObject({ estimated: true, uncertaintyMs: 2 * HOUR })
  })

  it('is never further from the truth than it says, and boots keep their order', () => {
    const span = fc.record({
      off: fc.nat(48 * HOUR),
      on: fc.integer({ min: 1, max: 30 * HOUR }),
      skew: fc.option(fc.integer()),
    })
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 8 }), (spans) => {
        let at = EARLIEST
        const truth = spans.map(({ off, on, skew }, index) => {
          at += off
          const start = at
          at += on
          return { start, boot: unknown(`boot ${index}`, on, skew === null ? null : start + skew) }
        })
        const boots = [...truth.map(({ boot }) => boot), known('now', at, 1)]
        const placed = placeBoots(boots, EARLIEST)
        const away = truth.map(({ start, boot }) => {
          const found = placed.get(boot.bootId)
          return Math.abs((found?.offsetMs ?? Number.NaN) - start) - (found?.uncertaintyAt(0) ?? 0)
        })
        expect(away.every((ms) => ms <= 1)).toBe(true)
      }),
    )
  })
})
