import { describe, expect, it } from 'vitest'
import { NOTICES } from '../../../contract/api.ts'
import type { GatewayRow } from '../../../fleet-api/queries/gateways.ts'
import { noticesOf } from '../../../fleet-api/rules/notices.ts'
import { aHealth, anUplink } from '../../fakes/telemetry.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-11-24T14:30:00Z')
const WANTED = { version: 3, since: NOW - 60 * MINUTE }

/** A gateway that reported a minute ago and has nothing wrong. */
function row(more: Partial<GatewayRow> = {}): GatewayRow {
  return {
    gatewayId: 'bus-1',
    site: 'vehicle',
    label: null,
    vehicleId: null,
    siteId: null,
    lastRouteSource: 'assignment',
    lastRouteConfidence: null,
    lastPlace: null,
    routeId: 'T1',
    credentialHash: 'hash',
    credentialAt: 0,
    nextCredentialHash: null,
    renewAskedAt: null,
    revokedAt: null,
    clonedAt: null,
    addedAt: 0,
    enrolledAt: 0,
    lastReceivedAt: NOW - MINUTE,
    lastEndedAt: NOW - MINUTE,
    lastRidersConnected: 5,
    lastRouteId: 'T1',
    software: 'abordo test',
    lastClockSource: 'gnss',
    lastClockUncertaintyMs: 20,
    lastPolicyVersion: 3,
    policyProblemVersion: null,
    policyProblemReason: null,
    lastHealth: aHealth(),
    lastUplink: anUplink(),
    droppedAt: null,
    snoozedUntil: null,
    snoozeReason: null,
    chainLength: 0,
    chainHead: null,
    ...more,
  }
}
const SILENT = { lastReceivedAt: NOW - 60 * MINUTE, lastEndedAt: NOW - 60 * MINUTE }
const NEVER_SEEN: Partial<GatewayRow> = {
  lastReceivedAt: null,
  lastEndedAt: null,
  lastClockSource: null,
  lastPolicyVersion: null,
  lastHealth: null,
  lastUplink: null,
}

describe('notices', () => {
  it.each<[string, Partial<GatewayRow>, string[]]>([
    ['nothing wrong', {}, []],
    ['no report yet', NEVER_SEEN, []],
    ['a clone', { clonedAt: 1 }, ['cloned']],
    ['no credential any more', { revokedAt: 1, credentialHash: null }, ['revoked']],
    ['no carrier on its uplink', { lastUplink: anUplink({ link: false }) }, ['uplink-down']],
    ['no default route', { lastUplink: anUplink({ route: false }) }, ['uplink-down']],
    ['no internet for the whole minute', { lastUplink: anUplink({ upMs: 0 }) }, ['uplink-down']],
    ['internet for a part of the minute', { lastUplink: anUplink({ upMs: 1 }) }, []],
    ['silence since its uplink went', { ...SILENT, lastUplink: anUplink({ upMs: 0 }) }, []],
    ['its database in memory', { lastHealth: aHealth({ storage: 'memory' }) }, ['storage-in-memory']],
    ['a damaged database', { lastHealth: aHealth({ databasesSetAside: 1 }) }, ['database-set-aside']],
    ['reports dropped just now', { droppedAt: NOW }, ['reports-dropped']],
    ['reports dropped a little less than a day ago', { droppedAt: NOW - 1440 * MINUTE + 1 }, ['reports-dropped']],
    ['reports dropped a day ago', { droppedAt: NOW - 1440 * MINUTE }, []],
    [
      'rejected reports',
      { lastHealth: aHealth({ outbox: { waiting: 0, rejected: 1, octets: 1 } }) },
      ['reports-rejected'],
    ],
    ['reports that wait', { lastHealth: aHealth({ outbox: { waiting: 900, rejected: 0, octets: 1 } }) }, []],
    ['no time from anybody', { lastClockSource: 'none' }, ['clock-unknown']],
    ['the time of its own system only', { lastClockSource: 'system' }, ['clock-unknown']],
    ['another policy than is wanted, for an hour', { lastPolicyVersion: 2 }, ['policy-not-applied']],
    ['another policy, newer by number', { lastPolicyVersion: 9 }, ['policy-not-applied']],
    ['another policy, and silence', { ...SILENT, lastPolicyVersion: 2 }, []],
    [
      'a problem with an older policy that nobody wants any more',
      { policyProblemVersion: 2, policyProblemReason: 'x' },
      [],
    ],
  ])('of a gateway with %s', (_what, more, notices) => {
    expect(noticesOf(row(more), NOW, WANTED)).toEqual(notices)
  })

  it('give a gateway a quarter of an hour to fetch a new policy, unless it says what keeps it', () => {
    const other = row({ lastPolicyVersion: 2 })
    const since = (minutes: number) => ({ version: 3, since: NOW - minutes * MINUTE })
    expect(noticesOf(other, NOW, since(15))).toEqual([])
    expect(noticesOf(other, NOW, since(16))).toEqual(['policy-not-applied'])
    const stuck = row({ lastPolicyVersion: 2, policyProblemVersion: 3, policyProblemReason: 'x' })
    expect(noticesOf(stuck, NOW, since(0))).toEqual(['policy-not-applied'])
  })

  it('stand in their order, the gravest first, and are all on the list', () => {
    const all = row({
      clonedAt: 1,
      revokedAt: 1,
      droppedAt: NOW,
      lastClockSource: 'none',
      lastPolicyVersion: 2,
      lastUplink: anUplink({ upMs: 0 }),
      lastHealth: aHealth({ storage: 'memory', databasesSetAside: 1, outbox: { waiting: 0, rejected: 1, octets: 1 } }),
    })
    expect(noticesOf(all, NOW, WANTED)).toEqual([...NOTICES])
  })
})
