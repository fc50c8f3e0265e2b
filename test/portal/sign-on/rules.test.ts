import { describe, expect, it } from 'vitest'
import { isInForce, type KeptSignOn } from '../../../portal/sign-on/rules.ts'

const HOUR_MS = 3_600_000
/** Half past five in the morning in León. */
const SIGNED_AT = Date.parse('2026-11-24T11:30:00Z')
const kept: KeptSignOn = {
  signOn: { routeId: 'T2', blockId: null, tripId: null },
  kernelBootId: 'boot-a',
  uptimeMs: HOUR_MS,
  wallMs: SIGNED_AT,
}
/** So many hours later, in a boot. */
const later = (hours: number, kernelBootId = 'boot-a') => ({
  kernelBootId,
  uptimeMs: kernelBootId === 'boot-a' ? HOUR_MS * (1 + hours) : 5000,
  wallMs: SIGNED_AT + hours * HOUR_MS,
})

describe('a sign-on holds', () => {
  it.each([
    ['at once', later(0), true],
    ['until its service day ends, at four in the morning', later(22.4), false],
    ['for the whole day of one boot', later(19), true],
    ['no longer than 20 hours', later(20.1), false],
    ['over a stop of the machine at a terminus', later(1, 'boot-b'), true],
    ['over a night in which the machine was off no more', later(12.1, 'boot-b'), false],
    ['no more in a boot whose clock is before it', later(-1, 'boot-b'), false],
    ['without the time, within its boot', { ...later(3), wallMs: null }, true],
    ['without the time, not in another boot', { ...later(3, 'boot-b'), wallMs: null }, false],
  ])('%s', (_, now, holds) => {
    expect(isInForce(kept, now)).toBe(holds)
  })

  it('not into the next service day, however short the time', () => {
    const late = { ...kept, wallMs: Date.parse('2026-11-25T09:50:00Z') }
    const now = { kernelBootId: 'boot-a', uptimeMs: HOUR_MS * 1.25, wallMs: Date.parse('2026-11-25T10:05:00Z') }
    expect(isInForce(late, now)).toBe(false)
  })

  it('in its own boot also where nobody knew the time', () => {
    expect(isInForce({ ...kept, wallMs: null }, later(3))).toBe(true)
    expect(isInForce({ ...kept, wallMs: null }, later(3, 'boot-b'))).toBe(false)
  })
})
