import { describe, expect, it } from 'vitest'
import { totalsByRouteAndHour } from '../../fleet-api/queries/reports.ts'
import { aMergedReport, aReport, BOOT, testFleet } from '../fakes/fleet.ts'

const OTHER_BOOT = '22222222-2222-4222-8222-222222222222'

describe('the totals by route and hour', () => {
  it('tell each gateway’s minutes, sessions and octets by route and hour, estimated times apart', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-2', null), [aReport(0, '2026-11-24T14:00:00Z')])
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [
      aReport(0, '2026-11-24T13:59:00Z'),
      aReport(1, '2026-11-24T14:00:00Z'),
      aMergedReport(2, '2026-11-24T14:01:00Z', [1, 2, 3], { bootId: BOOT }),
      aReport(0, '2026-11-24T14:20:00Z', {
        bootId: OTHER_BOOT,
        clock: { source: 'none', uncertaintyMs: 60_000, estimated: true },
      }),
    ])
    const hour = (iso: string) => Date.parse(iso) / 1000
    const one = { reports: 1, sessionsStarted: 2, inputOctets: 100, outputOctets: 1000 }
    const four = { reports: 4, sessionsStarted: 8, inputOctets: 400, outputOctets: 4000 }
    const bus1 = { gatewayId: 'bus-1', routeId: 'T1' }
    expect(await totalsByRouteAndHour(fleet.db)).toEqual([
      { ...bus1, hourAt: hour('2026-11-24T13:00:00Z'), clockEstimated: false, ...one },
      { ...bus1, hourAt: hour('2026-11-24T14:00:00Z'), clockEstimated: false, ...four },
      { ...bus1, hourAt: hour('2026-11-24T14:00:00Z'), clockEstimated: true, ...one },
      { gatewayId: 'bus-2', routeId: '', hourAt: hour('2026-11-24T14:00:00Z'), clockEstimated: false, ...one },
    ])
  })
})
