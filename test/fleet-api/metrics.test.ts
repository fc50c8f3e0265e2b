import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../fleet-api/metrics.ts'
import { aReport, TOKEN, testFleet } from '../fakes/fleet.ts'

/** The lines of a metric, sorted. */
async function metric(fleet: Awaited<ReturnType<typeof testFleet>>, name: string): Promise<string[]> {
  const text = await (await fleet.as('operator', 'GET', '/metrics')).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .sort()
}

describe('the metrics', () => {
  it('are for API tokens of admins and operators', async () => {
    const fleet = await testFleet()
    const statuses = [
      (await fleet.app.request('/metrics')).status,
      (await fleet.as('official', 'GET', '/metrics')).status,
      (await fleet.as('operator', 'GET', '/metrics')).status,
      (await fleet.as('admin', 'GET', '/metrics')).status,
    ]
    expect(statuses).toEqual([401, 403, 200, 200])
  })

  it("are in Prometheus' text format, and all of Abordo's own names", async () => {
    const fleet = await testFleet({ metrics: createMetrics({ elapsedMs: () => 0, ofProcess: true }) })
    const answer = await fleet.as('admin', 'GET', '/metrics')
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const names = [...(await answer.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(names).toContain('abordo_process_cpu_seconds_total')
    expect(names).toContain('abordo_nodejs_eventloop_lag_seconds')
    expect(names.filter((name) => !name?.startsWith('abordo_'))).toEqual([])
  })

  it('count requests by pattern, method and class of status', async () => {
    const fleet = await testFleet()
    await fleet.get('/api/gateways/bus-1')
    await fleet.get('/api/gateways/bus-2')
    await fleet.post('/v1/reports', [])
    expect(await metric(fleet, 'abordo_request_duration_seconds_count')).toEqual([
      'abordo_request_duration_seconds_count{route="/api/gateways/:id",method="GET",status="4xx"} 2',
      'abordo_request_duration_seconds_count{route="/v1/reports",method="POST",status="4xx"} 1',
    ])
  })

  it('make no series of what somebody writes into a path or a method', async () => {
    const fleet = await testFleet()
    for (const path of ['/a', '/b/c', '/api/none', '/v1/none']) await fleet.app.request(path)
    for (const method of ['PROPFIND', 'MKCOL']) await fleet.app.request('/api/me', { method })
    expect(await metric(fleet, 'abordo_request_duration_seconds_count')).toEqual([
      'abordo_request_duration_seconds_count{route="none",method="GET",status="4xx"} 4',
      'abordo_request_duration_seconds_count{route="none",method="other",status="4xx"} 2',
    ])
  })

  it('count reports by the verdict on them', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [first, second] = [aReport(0, '2026-11-24T14:00:00Z'), aReport(1, '2026-11-24T14:01:00Z')]
    await fleet.send(bus, [first, second])
    await fleet.send(bus, [first, { not: 'a report' }])
    expect(await metric(fleet, 'abordo_reports_total')).toEqual([
      'abordo_reports_total{verdict="duplicate"} 1',
      'abordo_reports_total{verdict="rejected"} 1',
      'abordo_reports_total{verdict="stored"} 2',
    ])
  })

  it('tell how long transactions take and how many requests share one', async () => {
    let elapsed = 0
    const fleet = await testFleet({
      metrics: createMetrics({ elapsedMs: () => (elapsed += 20), ofProcess: false }),
    })
    const buses = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    await Promise.all(buses.map((bus) => fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')])))
    expect(await metric(fleet, 'abordo_ingest_requests_per_transaction_sum')).toEqual([
      'abordo_ingest_requests_per_transaction_sum 2',
    ])
    const times = await metric(fleet, 'abordo_ingest_transaction_duration_seconds')
    expect(times).toContain('abordo_ingest_transaction_duration_seconds_bucket{le="0.01"} 0')
    // PostgreSQL answers when it likes: there the two may have had one each.
    expect(times).toContainEqual(
      expect.stringMatching(/^abordo_ingest_transaction_duration_seconds_bucket\{le="\+Inf"\} [12]$/),
    )
  })

  it('tell the state of the gateways at that time, and the size of the database', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await fleet.send(await fleet.enrol('bus-2', 'T1'), [aReport(0, '2026-11-24T14:29:00Z')])
    expect(await metric(fleet, 'abordo_gateways')).toEqual([
      'abordo_gateways{state="back-filling"} 0',
      'abordo_gateways{state="late"} 0',
      'abordo_gateways{state="live"} 1',
      'abordo_gateways{state="missing"} 0',
      'abordo_gateways{state="never-seen"} 1',
    ])
    fleet.setNow('2026-11-24T15:30:00Z')
    expect(await metric(fleet, 'abordo_gateways{state="missing"}')).toEqual(['abordo_gateways{state="missing"} 1'])
    expect((await metric(fleet, 'abordo_database_size_bytes'))[0]).toMatch(/^abordo_database_size_bytes \d{5,8}$/)
  })

  it('count those who listen to the live stream', async () => {
    const fleet = await testFleet()
    const stream = await fleet.get('/api/live')
    expect(await metric(fleet, 'abordo_live_listeners')).toEqual(['abordo_live_listeners 1'])
    await stream.body?.cancel()
    expect(await metric(fleet, 'abordo_live_listeners')).toEqual(['abordo_live_listeners 0'])
  })

  it('are not opened by a cookie', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/metrics', { headers: { cookie: `abordo.session_token=${TOKEN}` } })
    expect(answer.status).toBe(401)
  })
})
