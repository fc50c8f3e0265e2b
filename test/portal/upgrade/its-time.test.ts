import { describe, expect, it } from 'vitest'
import { isItsTime, quietSince } from '../../../portal/upgrade/root/its-time.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const at = (time: string) => Date.parse(`2026-11-27T${time}:00Z`)
const WAITING = {
  windows: [{ from: '2026-11-27T07:00:00Z', to: '2026-11-27T10:00:00Z' }],
  takenAtMs: at('00:00'),
  quiet: { bootId: 'a', sinceUptimeMs: 10 * MINUTE },
}
const MOMENT = { now: at('08:00'), uptime: 20 * MINUTE, bootId: 'a', ridersConnected: 0 }

describe('the time of a release', () => {
  it.each([
    ['in a window with nobody online for ten minutes', {}, {}, true],
    ['as the window begins', {}, { now: at('07:00') }, true],
    ['before the window', {}, { now: at('06:59') }, false],
    ['as the window ends', {}, { now: at('10:00') }, false],
    ['with a rider online', {}, { ridersConnected: 1 }, false],
    ['with nobody online for just under five minutes', {}, { uptime: 15 * MINUTE - 1 }, false],
    ['with nobody online for five minutes', {}, { uptime: 15 * MINUTE }, true],
    ['while nobody has looked who is online', { quiet: null }, {}, false],
    ['where the quiet was that of another boot', {}, { bootId: 'b' }, false],
    ['while the time is not known', {}, { now: null }, false],
    ['where the fleet has taken it back', { windows: [] }, {}, false],
    ['outside the window after three days, just started', {}, { now: at('00:00') + 3 * DAY, uptime: MINUTE }, true],
    ['outside the window after three days, not just started', {}, { now: at('00:00') + 3 * DAY }, false],
    [
      'outside the window a minute before three days',
      {},
      { now: at('00:00') + 3 * DAY - MINUTE, uptime: MINUTE },
      false,
    ],
    ['after three days with a rider', {}, { now: at('00:00') + 3 * DAY, uptime: MINUTE, ridersConnected: 1 }, false],
    ['after three days, taken back', { windows: [] }, { now: at('00:00') + 3 * DAY, uptime: MINUTE }, false],
  ])('%s', (_, waiting, moment, expected) => {
    expect(isItsTime({ ...WAITING, ...waiting }, { ...MOMENT, ...moment })).toBe(expected)
  })

  it('is quiet from the first look at which nobody is online, within one boot', () => {
    const since = { bootId: 'a', sinceUptimeMs: 20 * MINUTE }
    expect(quietSince(null, MOMENT)).toEqual(since)
    expect(quietSince(since, { ...MOMENT, uptime: 25 * MINUTE })).toEqual(since)
    expect(quietSince(since, { ...MOMENT, ridersConnected: 1 })).toBeNull()
    expect(quietSince(since, { ...MOMENT, bootId: 'b', uptime: MINUTE })).toEqual({
      bootId: 'b',
      sinceUptimeMs: MINUTE,
    })
  })
})
