import { describe, expect, it } from 'vitest'
import { outageCauseOf } from '../../contract/outage-cause.ts'
import type { Uplink } from '../../contract/telemetry.ts'
import { aHealth, aModem, anUplink } from '../fakes/telemetry.ts'

const minute = { startedUptimeMs: 60_000, endedUptimeMs: 120_000, merged: null, health: aHealth() }
const cause = (uplink: Partial<Uplink> | null, more: Partial<Parameters<typeof outageCauseOf>[0]> = {}) =>
  outageCauseOf({ ...minute, uplink: uplink && anUplink({ upMs: 20_000, ...uplink }), ...more })
const modem = (more: Partial<ReturnType<typeof aModem>>) => ({ ...aModem('wwan0', null), ...more })

describe('the cause of an outage', () => {
  it('is none where the uplink was up for the whole interval, or nobody told', () => {
    expect(cause({ upMs: 60_000 })).toBe(null)
    expect(cause({ upMs: 60_500 })).toBe(null)
    expect(cause(null)).toBe(null)
    expect(cause(null, { health: null })).toBe(null)
  })

  it.each([
    ['no carrier', { link: false, route: false }, 'no-signal'],
    ['a link without internet', {}, 'no-data'],
    ['a link without a route', { route: false }, 'no-data'],
    [
      'a modem that looks for a network',
      { modems: [modem({ state: 'searching', registration: 'searching' })] },
      'no-signal',
    ],
    ['a modem that no network takes', { modems: [modem({ state: 'enabled', registration: 'denied' })] }, 'no-signal'],
    ['a modem for emergency calls alone', { modems: [modem({ registration: 'emergency-only' })] }, 'no-signal'],
    [
      'a modem that says nothing of registration',
      { modems: [modem({ state: 'enabled', registration: null })] },
      'no-signal',
    ],
    ['a modem in its network', { link: false, modems: [modem({ state: 'registered' })] }, 'no-data'],
    ['a modem that roams', { modems: [modem({ registration: 'roaming' })] }, 'no-data'],
    ['one of two modems in its network', { modems: [modem({ registration: 'searching' }), modem({})] }, 'no-data'],
    [
      'a modem without a SIM',
      { modems: [modem({ state: 'failed', failure: 'sim-missing', registration: null })] },
      'gateway',
    ],
  ] as const)('with %s is told', (_what, uplink, expected) => {
    expect(cause({ ...uplink, modems: 'modems' in uplink ? [...uplink.modems] : [] })).toBe(expected)
  })

  it('is the portal where its name server is dead, uplink or not', () => {
    expect(cause({ upMs: 60_000 }, { health: aHealth({ dnsmasqAlive: false }) })).toBe('portal')
    expect(cause({ upMs: 60_000 }, { health: aHealth({ dnsmasqAlive: null }) })).toBe(null)
  })

  it('is the portal where an interval is too long, but not where several came merged', () => {
    expect(cause({}, { endedUptimeMs: 600_000 })).toBe('portal')
    const merged = [
      [120_000, 1, 1, 0, 0, 0],
      [180_000, 1, 1, 0, 0, 0],
    ] as [number, number, number, number, number, number][]
    expect(cause({}, { endedUptimeMs: 180_000, merged })).toBe('no-data')
  })
})
