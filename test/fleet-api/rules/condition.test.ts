import { describe, expect, it } from 'vitest'
import type { AlertKind } from '../../../contract/alerts.ts'
import type { WatchedGateway } from '../../../fleet-api/rules/alerts/snapshot.ts'
import { type Circumstances, conditionOf } from '../../../fleet-api/rules/condition.ts'
import { aWatched, MINUTE, NOW_MS, OFF_DUTY, ON_DUTY, silentFor } from '../../fakes/snapshot.ts'
import { aModem, anUplink } from '../../fakes/telemetry.ts'

const place = { lat: 21.1, lon: -101.7, directionId: null, shapeKey: null, alongM: null, tripId: null }
const STANDING = { ...place, at: NOW_MS - MINUTE, bearing: null, speed: 0 }
const MOVING = { ...place, at: NOW_MS - MINUTE, bearing: 90, speed: 8 }
const SEARCHING = anUplink({
  upMs: 0,
  modems: [{ ...aModem('wwan0', null), state: 'searching', registration: 'searching' }],
})
const anAlert = (kind: AlertKind, alertId = 7) => ({
  alertId,
  kind,
  cause: 'no-signal' as const,
  sinceAt: NOW_MS - 9 * MINUTE,
})

const of = (gateway: Partial<WatchedGateway>, around: Partial<Circumstances> = {}) =>
  conditionOf(
    aWatched(gateway),
    { duty: ON_DUTY, putAway: false, thresholds: { clockUncertaintyMs: 60_000 }, alerts: [], ...around },
    NOW_MS,
  )

const SINCE_20 = '2026-11-24T14:10:00.000Z'
const SINCE_9 = '2026-11-24T14:21:00.000Z'
const nothing = { cause: null, since: null, alerts: [] }

describe('the condition of a gateway', () => {
  it.each<[string, Partial<WatchedGateway>, Partial<Circumstances>, object]>([
    ['working', {}, {}, { is: 'working', ...nothing }],
    [
      'working, out of service and on the move',
      { lastPlace: MOVING },
      { duty: OFF_DUTY },
      { is: 'working', ...nothing },
    ],
    ['working, out of service and nobody knows where', {}, { duty: OFF_DUTY }, { is: 'working', ...nothing }],
    ['parked with its engine on', { lastPlace: STANDING }, { duty: OFF_DUTY }, { is: 'parked', ...nothing }],
    ['working at a stop of its route', { lastPlace: STANDING }, {}, { is: 'working', ...nothing }],
    [
      'working, where it stood long ago',
      { lastPlace: { ...STANDING, at: NOW_MS - 6 * MINUTE } },
      { duty: OFF_DUTY },
      { is: 'working', ...nothing },
    ],
    ['a problem', {}, { alerts: [anAlert('hot')] }, { is: 'problem', cause: 'no-signal', since: SINCE_9, alerts: [7] }],
    [
      'the gravest problem',
      {},
      { alerts: [anAlert('hot', 1), { ...anAlert('uplink-down', 2), cause: 'no-data' }] },
      { is: 'problem', cause: 'no-data', alerts: [1, 2] },
    ],
    ['heard again, its alert not yet closed', {}, { alerts: [anAlert('missing')] }, { is: 'working', alerts: [7] }],
    ['a clock that nobody set', { lastClockSource: 'none' }, {}, { is: 'clock-suspect', ...nothing }],
    [
      'a clock that is told of',
      {},
      { alerts: [anAlert('clock-wrong')] },
      { is: 'clock-suspect', cause: null, since: SINCE_9, alerts: [7] },
    ],
    ['late', silentFor(3), {}, { is: 'late', cause: 'power', since: '2026-11-24T14:27:00.000Z', alerts: [] }],
    ['missing', silentFor(20), {}, { is: 'missing', cause: 'power', since: SINCE_20, alerts: [] }],
    [
      'missing, without a signal',
      { ...silentFor(20), lastUplink: SEARCHING },
      {},
      { is: 'missing', cause: 'no-signal', since: SINCE_20 },
    ],
    [
      'missing, and told of',
      silentFor(3),
      { alerts: [anAlert('missing')] },
      { is: 'missing', cause: 'no-signal', since: SINCE_9, alerts: [7] },
    ],
    [
      'parked, silent out of service',
      silentFor(20),
      { duty: OFF_DUTY },
      { is: 'parked', cause: null, since: SINCE_20 },
    ],
    ['parked at once', silentFor(3), { duty: OFF_DUTY }, { is: 'parked', cause: null }],
    ['parked, put away in service', silentFor(20), { putAway: true }, { is: 'parked' }],
    [
      'parked, put away on no route',
      silentFor(20),
      { duty: { ...OFF_DUTY, known: false }, putAway: true },
      { is: 'parked' },
    ],
    [
      'missing where no timetable tells',
      silentFor(20),
      { duty: { ...OFF_DUTY, known: false } },
      { is: 'missing', cause: 'power' },
    ],
    ['a station that is closed', { ...silentFor(20), site: 'station' }, { duty: OFF_DUTY }, { is: 'parked' }],
    ['revoked', { ...silentFor(20), revokedAt: 1 }, {}, { is: 'missing', cause: 'enrolment' }],
    ['sending old reports', { lastEndedAt: NOW_MS - 20 * MINUTE }, {}, { is: 'back-filling', ...nothing }],
    ['never seen', { lastReceivedAt: null, lastEndedAt: null }, {}, { is: 'never-seen', ...nothing }],
  ])('is %s', (_what, gateway, around, expected) => {
    expect(of(gateway, around)).toMatchObject(expected)
  })
})
