import { describe, expect, it } from 'vitest'
import { evaluate, rulesWith } from '../../../../fleet-api/rules/alerts/evaluate.ts'
import { aSnapshot, MINUTE, NOW_MS, OFF_DUTY, ON_DUTY, silentFor } from '../../../fakes/snapshot.ts'
import { aHealth, aModem, anUplink } from '../../../fakes/telemetry.ts'

const MONTH = { from: Date.parse('2026-11-01T06:00:00Z'), to: Date.parse('2026-12-01T06:00:00Z') }
const rules = rulesWith(MONTH)
type Given = Parameters<typeof aSnapshot>[0]

const found = (given: Given) => evaluate(rules, aSnapshot(given), NOW_MS).findings
const kinds = (given: Given) => found(given).map(({ kind }) => kind)
const DAY = 24 * 60 * MINUTE
const GIGA = 1_000_000_000
const down = (more: Parameters<typeof anUplink>[0]) => ({
  gateway: { lastUplink: anUplink({ upMs: 0, dnsMs: null, fleetMs: null, ...more }) },
})
const SEARCHING = { ...aModem('wwan0', null), state: 'searching', registration: 'searching' }
const NO_SIM = { ...aModem('wwan0', null), state: 'failed', failure: 'sim-missing', registration: null }

describe('what is wrong with a gateway', () => {
  it.each<[string, Given, string[]]>([
    ['nothing, where nothing is', {}, []],
    ['it is silent in service', { gateway: silentFor(3) }, ['missing']],
    ['two minutes of silence are none', { gateway: silentFor(2) }, []],
    ['it is silent out of service', { gateway: silentFor(30), duty: OFF_DUTY }, []],
    ['it was put away', { gateway: silentFor(30), putAway: true }, []],
    [
      'nobody says that it runs today, and it was last heard yesterday',
      { gateway: silentFor(600), duty: { ...ON_DUTY, assigned: false } },
      [],
    ],
    ['somebody says so', { gateway: silentFor(600) }, ['missing']],
    [
      'nobody says so, and it was on the road',
      { gateway: silentFor(30), duty: { ...ON_DUTY, assigned: false } },
      ['missing'],
    ],
    ['no timetable tells', { gateway: silentFor(30), duty: { ...OFF_DUTY, known: false } }, []],
    [
      'a station without hours is silent',
      { gateway: { ...silentFor(30), site: 'station' }, duty: { ...OFF_DUTY, known: false } },
      ['missing'],
    ],
    ['a station is silent and closed', { gateway: { ...silentFor(30), site: 'station' }, duty: OFF_DUTY }, []],
    ['its credential was taken away', { gateway: { ...silentFor(30), revokedAt: 1 } }, []],
    ['it has never been heard', { gateway: { lastReceivedAt: null, lastEndedAt: null } }, []],
    ['no internet', down({}), ['uplink-down']],
    ['no route', { gateway: { lastUplink: anUplink({ route: false }) } }, ['uplink-down']],
    ['slow', { gateway: { lastUplink: anUplink({ fleetMs: 1501 }) } }, ['uplink-poor']],
    ['just not slow', { gateway: { lastUplink: anUplink({ fleetMs: 1500 }) } }, []],
    ['broken', { gateway: { lastUplink: anUplink({ upMs: 41_999 }) } }, ['uplink-poor']],
    ['just not broken', { gateway: { lastUplink: anUplink({ upMs: 42_000 }) } }, []],
    [
      'nearly no room for phones',
      { gateway: { lastHealth: aHealth({ dhcp: { used: 216, size: 240 } }) } },
      ['dhcp-full'],
    ],
    ['room for phones', { gateway: { lastHealth: aHealth({ dhcp: { used: 215, size: 240 } }) } }, []],
    ['no name server', { gateway: { lastHealth: aHealth({ dnsmasqAlive: false }) } }, ['portal-failing']],
    ['a portal that goes down again and again', { portalOutages: 3 }, ['portal-failing']],
    ['a portal that was restarted', { portalOutages: 2 }, []],
    ['nobody has told it the time', { gateway: { lastClockSource: 'system' } }, ['clock-wrong']],
    ['its time may be far off', { gateway: { lastClockUncertaintyMs: 60_001 } }, ['clock-wrong']],
    ['hot', { gateway: { lastHealth: aHealth({ temperatureC: 85 }) } }, ['hot']],
    ['warm', { gateway: { lastHealth: aHealth({ temperatureC: 84.9 }) } }, []],
    ['a full disk', { gateway: { lastHealth: aHealth({ disk: { freeOctets: 4, totalOctets: 100 } }) } }, ['disk']],
    ['a disk that fails', { gateway: { lastHealth: aHealth({ storage: 'memory' }) } }, ['disk']],
    ['another policy', { gateway: { lastPolicyVersion: 2 } }, ['policy-not-applied']],
    ['old reports', { gateway: { lastReceivedAt: NOW_MS, lastEndedAt: NOW_MS - 30 * MINUTE } }, ['back-filling']],
    ['three riders', { riderProblems: [119, 60, 1].map((ago) => NOW_MS - ago * MINUTE) }, ['rider-problems']],
    ['three riders, one of them long ago', { riderProblems: [120, 60, 1].map((ago) => NOW_MS - ago * MINUTE) }, []],
    ['a kind that nobody wants to hear of', { gateway: silentFor(30), thresholds: { off: ['missing'] } }, []],
  ])('%s', (_what, given, expected) => {
    expect(kinds(given)).toEqual(expected)
  })

  it('is not told by a gateway that is not live: what it said last is of the past', () => {
    const bad = { lastHealth: aHealth({ temperatureC: 99, dnsmasqAlive: false }), lastUplink: anUplink({ upMs: 0 }) }
    const ofBackFilling = aSnapshot({ gateway: { ...bad, lastReceivedAt: NOW_MS, lastEndedAt: NOW_MS - 30 * MINUTE } })
    expect(evaluate(rules, ofBackFilling, NOW_MS)).toMatchObject({
      findings: [{ kind: 'back-filling' }],
      unknown: [
        'uplink-down',
        'uplink-poor',
        'dhcp-full',
        'portal-failing',
        'clock-wrong',
        'hot',
        'disk',
        'policy-not-applied',
      ],
    })
  })
})

describe('the likely cause', () => {
  it.each<[string, Given, string | null]>([
    ['no network serves the modem', down({ modems: [SEARCHING] }), 'no-signal'],
    ['a network serves it, and no data comes', down({ modems: [aModem('wwan0', null)] }), 'no-data'],
    ['no SIM', down({ modems: [NO_SIM] }), 'no-sim'],
    ['no carrier', down({ link: false }), 'cable'],
    ['no default route', down({ route: false }), 'no-route'],
    ['no answer but of the fleet', down({ fleetMs: 90 }), 'dns'],
    ['nothing else', down({}), 'no-data'],
    ['slow, and all there', { gateway: { lastUplink: anUplink({ fleetMs: 2000 }) } }, null],
    [
      'its SIMs are used up',
      {
        ...down({ modems: [aModem('wwan0', null)] }),
        simUse: [{ port: 'wwan0', octets: GIGA, sinceAt: MONTH.from }],
        thresholds: { simOctets: GIGA },
      },
      'sim-used-up',
    ],
    ['it stopped all at once', { gateway: silentFor(20) }, 'power'],
    [
      'it had no signal when it was last heard',
      { gateway: { ...silentFor(20), lastUplink: anUplink({ upMs: 0, modems: [SEARCHING] }) } },
      'no-signal',
    ],
    [
      'it had hardly any signal',
      {
        gateway: {
          ...silentFor(20),
          lastUplink: anUplink({
            modems: [{ ...aModem('wwan0', null), signal: { ...aModem('wwan0', null).signal, rsrpDbm: -118 } }],
          }),
        },
      },
      'no-signal',
    ],
  ])('%s', (_what, given, cause) => {
    expect(found(given)[0]?.cause).toBe(cause)
  })
})

describe('the month of a SIM', () => {
  const use = (octets: number, days = 23) => ({
    simUse: [{ port: 'wwan0', octets, sinceAt: NOW_MS - days * DAY }],
    thresholds: { simOctets: 10 * GIGA },
  })

  it.each<[string, Given, unknown[]]>([
    ['goes well', use(7 * GIGA), []],
    [
      'is used to three quarters',
      use(7.5 * GIGA),
      [{ part: 'wwan0', cause: null, facts: { share: 0.75, runsOutOn: null } }],
    ],
    [
      'is nearly used up',
      use(9.6 * GIGA),
      [{ facts: { usedOctets: 9_600_000_000, simOctets: 10_000_000_000, share: 0.95 } }],
    ],
    ['is used up', use(10 * GIGA), [{ cause: 'sim-used-up', facts: { share: 0.95, runsOutOn: null } }]],
    [
      'will be used up before its end',
      use(5 * GIGA, 5),
      [{ facts: { share: null, runsOutOn: '2026-11-29T14:30:00.000Z' } }],
    ],
    ['tells nothing yet', use(2 * GIGA, 2), []],
    ['has no limit', { ...use(99 * GIGA), thresholds: { simOctets: null } }, []],
  ])('%s', (_what, given, expected) => {
    expect(found(given)).toMatchObject(expected)
  })
})
