import { describe, expect, it } from 'vitest'
import { totals } from '../../fleet-api/queries/reports.ts'
import { aReport, testFleet } from '../fakes/fleet.ts'

// PostgreSQL cannot hold a NUL character and SQLite can: so neither is given one.

const MINUTE = '2026-11-24T14:00:00Z'

describe('a NUL character', () => {
  it('in any text of a report has that one rejected, and harms no other', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const problem = { ticket: 'ABCD', kind: 'slow', text: 'no\0good', reportedAt: MINUTE }
    const answer = await fleet.send(bus, [
      aReport(0, '2026-11-24T13:58:00Z'),
      aReport(1, '2026-11-24T13:59:00Z', { software: 'abordo\0' }),
      { ...aReport(2, MINUTE), protocol: '1.2', problems: [problem] },
      { ...aReport(3, '2026-11-24T14:01:00Z'), later: { 'a\0b': 1 } },
      aReport(4, '2026-11-24T14:02:00Z', { software: 'abordo \\u0000' }),
    ])
    const { verdicts } = (await answer.json()) as { verdicts: { verdict: string; reason?: string }[] }
    const reason = 'report: holds a NUL character, which no text has'
    expect(verdicts).toEqual([
      { index: 0, verdict: 'stored' },
      { index: 1, verdict: 'rejected', reason },
      { index: 2, verdict: 'rejected', reason },
      { index: 3, verdict: 'rejected', reason },
      { index: 4, verdict: 'stored' },
    ])
    expect(await totals(fleet.db)).toMatchObject({ reports: 2 })
  })

  it('in an enrolment, a policy, a sign-in or an address is wrong use', async () => {
    const fleet = await testFleet()
    const answers = [
      await fleet.post('/v1/enrol', { code: '0000-0000-0000-0000', software: 'abordo\0' }),
      await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { operatorName: 'WiFi\0' }),
      await fleet.post('/api/auth/sign-in/email', { email: 'ana@example.mx', password: 'twelve\0letters' }),
      await fleet.get('/api/gateways/bus%001'),
      await fleet.get('/api/routes/riders?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&step=hour&route=T%00'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    expect(fleet.logged).toEqual([])
  })
})
