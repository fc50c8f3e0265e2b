import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportInput } from '../../contract/report.ts'
import { riderProblem, routeMinute } from '../../db/fleet/schema.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { aReport, BOOT, everythingIn, testFleet } from '../fakes/fleet.ts'

const verdicts = async (answer: Response) => ((await answer.json()) as { verdicts: unknown[] }).verdicts

function* zeros(millions: number): Generator<Buffer> {
  const million = Buffer.alloc(1_000_000)
  for (let sent = 0; sent < millions; sent += 1) yield million
}

describe('POST /v1/reports', () => {
  it('stores a report once, and says duplicate the second time', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const report = aReport(0, '2026-11-24T14:00:00Z')
    expect(await verdicts(await fleet.send(bus, [report]))).toEqual([{ index: 0, verdict: 'stored' }])
    expect(await verdicts(await fleet.send(bus, [report, report]))).toEqual([
      { index: 0, verdict: 'duplicate' },
      { index: 1, verdict: 'duplicate' },
    ])
    expect(await totals(fleet.db)).toEqual({ reports: 1, sessionsStarted: 2, inputOctets: 100, outputOctets: 1000 })
  })

  it('tells the server time and the policy version', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    expect(await (await fleet.send(bus, [])).json()).toEqual({
      serverAt: '2026-11-24T14:30:00.000Z',
      policyVersion: 1,
      guideVersion: null,
      renewCredential: false,
      releaseVersion: null,
      certificateVersion: null,
      verdicts: [],
    })
  })

  it('takes the same boot id and seq from another gateway as another report', async () => {
    const fleet = await testFleet()
    const report = aReport(0, '2026-11-24T14:00:00Z')
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [report])
    expect(await verdicts(await fleet.send(await fleet.enrol('bus-2', 'T1'), [report]))).toEqual([
      { index: 0, verdict: 'stored' },
    ])
  })

  it('rejects a bad report with the reason and stores the others', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const good = aReport(1, '2026-11-24T14:01:00Z')
    const answer = await fleet.send(bus, [
      { ...good, seq: -1 },
      good,
      'not a report',
      { ...good, seq: 2, octets: { input: 1, output: -5 } },
      { ...good, seq: 3, protocol: '2.0' },
      { ...good, seq: 4, endedAt: '2026-11-24T13:00:00Z' },
      { ...good, seq: 5, startedAt: '2031-01-01T00:00:00Z', endedAt: '2031-01-01T00:01:00Z' },
      null,
    ])
    expect(answer.status).toBe(200)
    expect(await verdicts(answer)).toEqual([
      { index: 0, verdict: 'rejected', reason: 'seq: Too small: expected number to be >=0' },
      { index: 1, verdict: 'stored' },
      { index: 2, verdict: 'rejected', reason: 'report: Invalid input: expected object, received string' },
      { index: 3, verdict: 'rejected', reason: 'octets.output: Too small: expected number to be >=0' },
      { index: 4, verdict: 'rejected', reason: 'protocol: speaks a protocol that this fleet (1.6) cannot read' },
      { index: 5, verdict: 'rejected', reason: 'endedAt: is not after startedAt' },
      {
        index: 6,
        verdict: 'rejected',
        code: 'future',
        reason: "endedAt: lies in the future; the gateway's clock is ahead",
      },
      { index: 7, verdict: 'rejected', reason: 'report: Invalid input: expected object, received null' },
    ])
    expect((await totals(fleet.db))?.reports).toBe(1)
  })

  it('ignores fields of a newer minor version', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const newer = { ...aReport(0, '2026-11-24T14:00:00Z'), protocol: '1.7', battery: { volts: 24 } }
    expect(await verdicts(await fleet.send(bus, [newer]))).toEqual([{ index: 0, verdict: 'stored' }])
  })

  it.each([
    ['no credential', {}, 401, 'wrong-credential'],
    ['a wrong credential', { authorization: 'Bearer abordo_gateway_wrong' }, 401, 'wrong-credential'],
    ['a malformed credential', { authorization: 'Basic x' }, 401, 'wrong-credential'],
  ])('refuses %s', async (_what, headers, status, code) => {
    const fleet = await testFleet()
    const answer = await fleet.post('/v1/reports', [], headers as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code })
  })

  it.each([
    ['what is not JSON', '{', {}, 400, 'bad-request'],
    ['what is not an array', '{}', {}, 400, 'bad-request'],
    ['a wrong content type', '[]', { 'content-type': 'text/plain' }, 415, 'wrong-type'],
    ['an unknown encoding', '[]', { 'content-encoding': 'br' }, 415, 'wrong-type'],
    ['a body that is not gzip', '[]', { 'content-encoding': 'gzip' }, 400, 'bad-request'],
    ['more than 500 reports', JSON.stringify(Array.from({ length: 501 }, () => 1)), {}, 413, 'too-large'],
    ['more than two million octets', `[${'1,'.repeat(1_000_000)}1]`, {}, 413, 'too-large'],
  ])('refuses %s and goes on serving', async (_what, body, headers, status, code) => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.post('/v1/reports', body, {
      authorization: `Bearer ${bus}`,
      ...(headers as Record<string, string>),
    })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code })
    expect((await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')])).status).toBe(200)
  })

  it('stops a bomb of a thousand million octets while it unpacks, after the two million that it may be', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const bomb = await buffer(Readable.from(zeros(1000)).pipe(createGzip({ level: 9 })))
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.resourceUsage().maxRSS
    const answer = await fleet.app.request('/v1/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', authorization: `Bearer ${bus}` },
      body: bomb,
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'too-large' })
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000)
    expect(await verdicts(await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')]))).toEqual([
      { index: 0, verdict: 'stored' },
    ])
  })

  it('takes a report late whose seq is lower than one that was there before', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(7, '2026-11-24T14:07:00Z')])
    expect(await verdicts(await fleet.send(bus, [aReport(3, '2026-11-24T14:03:00Z')]))).toEqual([
      { index: 0, verdict: 'stored' },
    ])
  })

  it('calls the same boot and seq a duplicate whatever else it says, and keeps what was said first', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')])
    const other = aReport(0, '2026-11-24T14:20:00Z', {
      octets: { input: 9, output: 9 },
      sessions: { started: 9, ended: {} },
    })
    expect(await verdicts(await fleet.send(bus, [other]))).toEqual([{ index: 0, verdict: 'duplicate' }])
    expect(await totals(fleet.db)).toEqual({ reports: 1, sessionsStarted: 2, inputOctets: 100, outputOctets: 1000 })
    expect(await fleet.db.select({ minuteAt: routeMinute.minuteAt }).from(routeMinute)).toEqual([
      { minuteAt: Date.parse('2026-11-24T14:00:00Z') / 1000 },
    ])
  })

  it.each([
    ['octets below zero', { octets: { input: -1, output: 0 } }, 'octets.input'],
    ['sessions below zero', { sessions: { started: -1, ended: {} } }, 'sessions.started'],
    ['ended sessions below zero', { sessions: { started: 0, ended: { quota: -1 } } }, 'sessions.ended.quota'],
    ['riders below zero', { riders: { connected: -1, peak: 0 } }, 'riders.connected'],
    ['a peak below the riders connected', { riders: { connected: 3, peak: 2 } }, 'riders.peak'],
    ['an uptime that runs backwards', { startedUptimeMs: 60_001, endedUptimeMs: 60_000 }, 'endedUptimeMs'],
    ['an uptime that stands still', { startedUptimeMs: 60_000, endedUptimeMs: 60_000 }, 'endedUptimeMs'],
    ['octets that are no whole number', { octets: { input: 0.5, output: 0 } }, 'octets.input'],
    ['octets past what can be counted', { octets: { input: 2 ** 60, output: 0 } }, 'octets.input'],
    ['more than an hour', { startedAt: '2026-11-24T12:59:00Z', endedAt: '2026-11-24T14:00:00Z' }, 'endedAt'],
  ])('rejects %s, names the field, and stores nothing of it', async (_what, more, field) => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z', more as Partial<ReportInput>)])
    expect(await verdicts(answer)).toEqual([
      { index: 0, verdict: 'rejected', reason: expect.stringMatching(`^${field}: `) },
    ])
    expect((await totals(fleet.db))?.reports).toBe(0)
  })

  it('tells a report from the future by its code, ten minutes ahead of the fleet and not before', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const soon = aReport(0, '2026-11-24T14:39:00Z')
    const later = aReport(1, '2026-11-24T14:39:01Z')
    expect(await verdicts(await fleet.send(bus, [soon, later]))).toMatchObject([
      { index: 0, verdict: 'stored' },
      { index: 1, verdict: 'rejected', code: 'future' },
    ])
  })

  it('gives the same totals and the same chart in whatever order and however often reports arrive', async () => {
    const reports = Array.from({ length: 8 }, (_, seq) =>
      aReport(seq, new Date(Date.parse('2026-11-24T14:00:00Z') + seq * 60_000).toISOString(), {
        riders: { connected: seq, peak: seq },
      }),
    )
    const chart = async (batches: unknown[][]) => {
      const fleet = await testFleet()
      const bus = await fleet.enrol('bus-1', 'T1')
      for (const batch of batches) await fleet.send(bus, batch)
      const answer = await fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:08:00Z&step=minute')
      return { chart: await answer.json(), totals: await totals(fleet.db) }
    }
    const expected = await chart([reports])
    expect(expected.totals).toEqual({ reports: 8, sessionsStarted: 16, inputOctets: 800, outputOctets: 8000 })
    const disorder = fc.array(fc.shuffledSubarray(reports, { minLength: 1 }), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(disorder, async (batches) => {
        expect(await chart([...batches, [...reports].reverse()])).toEqual(expected)
      }),
      { numRuns: 15 },
    )
  })

  it('keeps riders’ fault reports that come with a report, once', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const problem = { ticket: '7K2M', kind: 'slow' as const, text: 'No carga nada', reportedAt: '2026-11-24T14:00:30Z' }
    const report = aReport(0, '2026-11-24T14:00:00Z', { problems: [problem] })
    await fleet.send(bus, [report])
    await fleet.send(bus, [report])
    expect(await fleet.db.select().from(riderProblem)).toEqual([
      {
        gatewayId: 'bus-1',
        routeId: 'T1',
        ticket: '7K2M',
        kind: 'slow',
        text: 'No carga nada',
        reportedAt: Date.parse('2026-11-24T14:00:30Z'),
        receivedAt: Date.parse('2026-11-24T14:30:00Z'),
        answeredAt: null,
        answeredBy: null,
        answer: null,
        note: null,
      },
    ])
  })

  it('keeps no credential, only its hash', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z', { bootId: BOOT })])
    expect((await everythingIn(fleet.db)).includes(bus)).toBe(false)
  })
})
