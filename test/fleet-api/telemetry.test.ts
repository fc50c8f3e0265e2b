import { describe, expect, it } from 'vitest'
import { gatewayModemDay, report } from '../../db/fleet/schema.ts'
import { aMergedReport, aReport, testFleet } from '../fakes/fleet.ts'
import { aHealth, aModem, anUplink } from '../fakes/telemetry.ts'

const json = async (answer: Promise<Response>) => (await answer).json()
const day = (iso: string) => Date.parse(iso) / 1000

describe('what a report tells besides its riders', () => {
  it('is kept with it: estimated time, uplink and round trip, and what had to be dropped', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [
      aReport(0, '2026-11-24T14:00:00Z', {
        clock: { source: 'none', uncertaintyMs: 900_000, estimated: true },
        dropped: { reports: 4, sessions: 3, octets: { input: 20, output: 200 } },
        uplink: anUplink({ upMs: 45_000, fleetMs: 120 }),
      }),
      aReport(1, '2026-11-24T14:01:00Z'),
    ])
    const { seq, clockEstimated, uplinkUpMs, roundTripMs } = report
    const { droppedReports, droppedSessions, droppedInputOctets, droppedOutputOctets } = report
    const dropped = { droppedReports, droppedSessions, droppedInputOctets, droppedOutputOctets }
    expect(await fleet.db.select({ seq, clockEstimated, uplinkUpMs, roundTripMs, ...dropped }).from(report)).toEqual([
      {
        seq: 0,
        clockEstimated: true,
        uplinkUpMs: 45_000,
        roundTripMs: 120,
        droppedReports: 4,
        droppedSessions: 3,
        droppedInputOctets: 20,
        droppedOutputOctets: 200,
      },
      {
        seq: 1,
        clockEstimated: false,
        uplinkUpMs: null,
        roundTripMs: null,
        droppedReports: null,
        droppedSessions: null,
        droppedInputOctets: null,
        droppedOutputOctets: null,
      },
    ])
  })

  it('stands in a merged report’s minutes: of the uplink each has its part, and what was dropped is told once', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [
      aMergedReport(0, '2026-11-24T14:00:00Z', [1, 2], {
        dropped: { reports: 9, sessions: 1, octets: { input: 1, output: 1 } },
        uplink: anUplink({ upMs: 110_000 }),
      }),
    ])
    const { seq, uplinkUpMs, droppedReports } = report
    expect(await fleet.db.select({ seq, uplinkUpMs, droppedReports }).from(report).orderBy(seq)).toEqual([
      { seq: 0, uplinkUpMs: 55_000, droppedReports: null },
      { seq: 1, uplinkUpMs: 55_000, droppedReports: 9 },
    ])
  })

  it('is shown of the newest interval only: a report that comes late overwrites nothing', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const newest = aReport(21, '2026-11-24T14:28:00Z', {
      clock: { source: 'gnss', uncertaintyMs: 20 },
      software: 'abordo 2',
      policyVersion: 1,
      health: aHealth({ outbox: { waiting: 21, rejected: 2, octets: 90_000 } }),
      uplink: anUplink({ fleetMs: 77 }),
    })
    const late = aReport(1, '2026-11-24T14:08:00Z', {
      clock: { source: 'fleet', uncertaintyMs: 900 },
      software: 'abordo 1',
      policyVersion: 9,
      policyProblem: { version: 9, reason: 'nft failed' },
      health: aHealth({ storage: 'memory' }),
      uplink: anUplink({ link: false }),
    })
    await fleet.send(bus, [newest])
    await fleet.send(bus, [late])
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      software: 'abordo 2',
      policy: { wanted: 1, running: 1, problem: null },
      clock: { source: 'gnss', uncertaintyMs: 20 },
      backlog: { waiting: 21, rejected: 2 },
      notices: ['reports-rejected'],
      health: aHealth({ outbox: { waiting: 21, rejected: 2, octets: 90_000 } }),
      uplink: anUplink({ fleetMs: 77 }),
    })
  })

  it('is no longer shown once a newer report does not tell it', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [
      aReport(0, '2026-11-24T14:27:00Z', {
        health: aHealth(),
        uplink: anUplink(),
        policyProblem: { version: 5, reason: 'nft failed' },
      }),
    ])
    await fleet.send(bus, [aReport(1, '2026-11-24T14:28:00Z')])
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      policy: { problem: null },
      backlog: null,
      health: null,
      uplink: null,
    })
  })

  it('holds no secret of the gateway, whoever asks', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [aReport(0, '2026-11-24T14:28:00Z')])
    expect(Object.keys(await json(fleet.get('/api/gateways/bus-1'))).sort()).toEqual([
      'addedAt',
      'backlog',
      'clock',
      'condition',
      'enrolled',
      'enrolledAt',
      'health',
      'id',
      'label',
      'lastIntervalEndedAt',
      'lastReportAt',
      'notices',
      'policy',
      'renewAskedAt',
      'revokedAt',
      'ridersConnected',
      'route',
      'routeId',
      'simOctets',
      'site',
      'snoozed',
      'software',
      'state',
      'uplink',
      'uplinkOctets',
      'vehicleId',
    ])
  })
})

describe('data over the SIM', () => {
  const used = (received: number) => anUplink({ modems: [aModem('wwan0', { received, sent: 10 })] })

  it('is added up by port and day of UTC, once for each report', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const two = anUplink({
      octets: { received: 700, sent: 70 },
      modems: [aModem('wwan0', { received: 300, sent: 30 }), aModem('wwan1', null)],
    })
    const reports = [
      aReport(0, '2026-11-23T23:59:00Z', { uplink: used(100) }),
      aReport(1, '2026-11-24T00:00:00Z', { uplink: used(1000) }),
      aReport(2, '2026-11-24T00:01:00Z', { uplink: two }),
    ]
    await fleet.send(bus, reports)
    await fleet.send(bus, [...reports, aReport(3, '2026-11-24T00:02:00Z', { uplink: used(1) })])
    const of = { gatewayId: 'bus-1' }
    const { port, dayAt } = gatewayModemDay
    expect(await fleet.db.select().from(gatewayModemDay).orderBy(dayAt, port)).toEqual([
      { ...of, port: '', dayAt: day('2026-11-23T00:00:00Z'), receivedOctets: 5000, sentOctets: 500 },
      { ...of, port: 'wwan0', dayAt: day('2026-11-23T00:00:00Z'), receivedOctets: 100, sentOctets: 10 },
      { ...of, port: '', dayAt: day('2026-11-24T00:00:00Z'), receivedOctets: 10_700, sentOctets: 1070 },
      { ...of, port: 'wwan0', dayAt: day('2026-11-24T00:00:00Z'), receivedOctets: 1301, sentOctets: 50 },
    ])
  })

  it('is shown for the current month of UTC', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    fleet.setNow('2026-12-02T12:00:00Z')
    await fleet.send(bus, [
      aReport(0, '2026-11-30T23:59:00Z', { uplink: used(7) }),
      aReport(1, '2026-12-01T00:00:00Z', { uplink: used(100) }),
      aReport(2, '2026-12-02T11:59:00Z', { uplink: used(20) }),
    ])
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      simOctets: [{ port: 'wwan0', received: 120, sent: 20 }],
      uplinkOctets: { received: 10_000, sent: 1000 },
    })
  })

  it('of a rejected report is not counted', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(1, '2026-11-24T14:01:00Z')])
    await fleet.send(bus, [aMergedReport(0, '2026-11-24T14:00:00Z', [1, 2], { uplink: used(1000) })])
    expect(await fleet.db.select().from(gatewayModemDay)).toEqual([])
  })
})
