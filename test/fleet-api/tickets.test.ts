import { describe, expect, it } from 'vitest'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { Ticket, TicketsAnswer } from '../../contract/tickets.ts'
import { riderProblem } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { ticketId, ticketKey } from '../../fleet-api/rules/ticket-id.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser } from '../fakes/browser.ts'
import { aReport, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const problem = (ticket: string, more: Partial<RiderProblem> = {}): RiderProblem => ({
  ticket,
  kind: 'slow',
  text: '',
  reportedAt: '2026-11-24T14:00:30.000Z',
  ...more,
})
/** A fleet to which a bus on a route has sent these, and what its riders' reports are called. */
async function reported(problems: RiderProblem[], gatewayId = 'bus-1', fleet?: TestFleet) {
  const on = fleet ?? (await testFleet())
  await on.send(await on.enrol(gatewayId, 'T1'), [aReport(0, '2026-11-24T14:00:00Z', { protocol: '1.1', problems })])
  return on
}
const idOf = (ticket: string, gatewayId = 'bus-1', reportedAt = '2026-11-24T14:00:30.000Z') =>
  ticketId({ gatewayId, ticket, reportedAt: Date.parse(reportedAt) })
const list = async (fleet: TestFleet, query = '') =>
  (await (await fleet.get(`/api/tickets${query}`)).json()) as TicketsAnswer
const codes = async (fleet: TestFleet, query = '') => (await list(fleet, query)).tickets.map(({ ticket }) => ticket)
const answer = (fleet: TestFleet, id: string, body: object) =>
  fleet.as('operator', 'POST', `/api/tickets/${id}/answer`, body)
const reopen = (fleet: TestFleet, id: string) => fleet.as('operator', 'POST', `/api/tickets/${id}/reopen`)

describe('a rider’s report', () => {
  it('is a ticket on its gateway, in the rider’s own words', async () => {
    const fleet = await reported([problem('7K3M', { text: '<b>Lento</b> desde Delta' })])
    expect(await list(fleet)).toEqual({
      tickets: [
        {
          id: idOf('7K3M'),
          ticket: '7K3M',
          gateway: { id: 'bus-1', label: null, site: 'vehicle' },
          routeId: 'T1',
          kind: 'slow',
          text: '<b>Lento</b> desde Delta',
          reportedAt: '2026-11-24T14:00:30.000Z',
          receivedAt: '2026-11-24T14:30:00.000Z',
          answered: null,
          others: 0,
          othersOfKind: 0,
        },
      ],
      open: 1,
      next: null,
    })
    expect((await fleet.get('/api/tickets')).headers.get('content-type')).toContain('application/json')
  })

  it('says how many others of its gateway are open, and how many of its kind', async () => {
    const fleet = await reported([problem('AAAA'), problem('BBBB'), problem('CCCC', { kind: 'other' })])
    await reported([problem('DDDD')], 'bus-2', fleet)
    const counts = async () =>
      (await list(fleet)).tickets.map(({ ticket, others, othersOfKind }) => [ticket, others, othersOfKind])
    expect(await counts()).toEqual([
      ['AAAA', 2, 1],
      ['BBBB', 2, 1],
      ['CCCC', 2, 0],
      ['DDDD', 0, 0],
    ])
    await answer(fleet, idOf('AAAA'), { answer: 'not-found' })
    expect(await counts()).toEqual([
      ['AAAA', 2, 1],
      ['BBBB', 1, 0],
      ['CCCC', 1, 0],
      ['DDDD', 0, 0],
    ])
  })

  it('comes in pages, the newest first, each once, also where many were reported in one moment', async () => {
    const fleet = await reported([
      problem('AAAA', { reportedAt: '2026-11-24T14:00:10.000Z' }),
      problem('BBBB'),
      problem('CCCC'),
      problem('DDDD', { reportedAt: '2026-11-24T14:00:50.000Z' }),
    ])
    await reported([problem('BBBB')], 'bus-2', fleet)
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: TicketsAnswer = await list(fleet, `?limit=2${next && `&before=${next}`}`)
      seen.push(...page.tickets.map(({ ticket, gateway }) => `${ticket} ${gateway.id}`))
      next = page.next
    }
    expect(seen).toEqual(['DDDD bus-1', 'BBBB bus-1', 'CCCC bus-1', 'BBBB bus-2', 'AAAA bus-1'])
  })

  it('is found by its gateway, by what the rider was told, and by whether it is open', async () => {
    const fleet = await reported([problem('AAAA'), problem('BBBB')])
    await reported([problem('AAAA'), problem('CCCC')], 'bus-2', fleet)
    await answer(fleet, idOf('BBBB'), { answer: 'fixed' })
    expect(await codes(fleet, '?gateway=bus-2')).toEqual(['AAAA', 'CCCC'])
    expect(await codes(fleet, '?ticket=%20aaaa')).toEqual(['AAAA', 'AAAA'])
    expect(await codes(fleet, '?open=0')).toEqual(['BBBB'])
    expect(await codes(fleet, '?open=1&gateway=bus-1')).toEqual(['AAAA'])
    expect((await list(fleet, '?open=0')).open).toBe(3)
  })

  it.each(['before=x', 'before=', 'ticket=ABCI', 'open=yes', 'limit=201', 'gateway=a%20b'])(
    'is not looked for by what cannot be: %s',
    async (query) => {
      expect((await (await testFleet()).get(`/api/tickets?${query}`)).status).toBe(400)
    },
  )
})

describe('an answer', () => {
  it('closes the report: when, by whom and with which note', async () => {
    const fleet = await reported([problem('7K3M')])
    fleet.setNow(new Date().toISOString())
    const by = byCommandLine(Date.now())
    await addUser(
      fleet.auth,
      fleet.db,
      { email: 'ana@example.mx', password: 'correct horse battery', role: 'operator' },
      by,
    )
    const ana = aBrowser(fleet)
    await ana.signIn('ana@example.mx', 'correct horse battery')
    fleet.setNow('2026-11-24T15:00:00Z')
    const done = await ana.ask('POST', `/api/tickets/${idOf('7K3M')}/answer`, {
      answer: 'fixed',
      note: ' Antena suelta ',
    })
    expect(await done.json()).toMatchObject({
      ticket: {
        answered: { at: '2026-11-24T15:00:00.000Z', by: 'ana@example.mx', answer: 'fixed', note: 'Antena suelta' },
      },
      also: 0,
    })
    expect((await list(fleet)).tickets[0]?.answered?.by).toBe('ana@example.mx')
  })

  it('answers all open ones of its kind on its gateway where it is to, and no other', async () => {
    const fleet = await reported([
      problem('AAAA'),
      problem('BBBB'),
      problem('CCCC', { kind: 'other' }),
      problem('DDDD', { reportedAt: '2026-11-24T14:00:10.000Z' }),
    ])
    await reported([problem('EEEE')], 'bus-2', fleet)
    await answer(fleet, idOf('BBBB'), { answer: 'not-found', note: 'first' })
    const done = await answer(fleet, idOf('AAAA'), { answer: 'fixed', others: true })
    expect(await done.json()).toMatchObject({ ticket: { ticket: 'AAAA', othersOfKind: 0 }, also: 1 })
    expect((await list(fleet)).tickets.map(({ ticket, answered }) => [ticket, answered?.answer])).toEqual([
      ['AAAA', 'fixed'],
      ['BBBB', 'not-found'],
      ['CCCC', undefined],
      ['EEEE', undefined],
      ['DDDD', 'fixed'],
    ])
  })

  it('is not given twice: the second is refused, and changes none of the others either', async () => {
    const fleet = await reported([problem('AAAA'), problem('BBBB')])
    await answer(fleet, idOf('AAAA'), { answer: 'fixed' })
    const second = await answer(fleet, idOf('AAAA'), { answer: 'not-found', others: true })
    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({ code: 'already-answered' })
    expect(await codes(fleet, '?open=1')).toEqual(['BBBB'])
  })

  it('stays when the gateway sends its report once more', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const problems = [problem('7K3M')]
    await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z', { problems })])
    await answer(fleet, idOf('7K3M'), { answer: 'duplicate' })
    await fleet.send(bus, [
      aReport(0, '2026-11-24T14:00:00Z', { problems }),
      aReport(1, '2026-11-24T14:01:00Z', { problems }),
    ])
    expect((await list(fleet)).tickets.map(({ answered }) => answered?.answer)).toEqual(['duplicate'])
  })

  it('is taken back: the report is open again, and may be answered anew', async () => {
    const fleet = await reported([problem('7K3M')])
    const id = idOf('7K3M')
    await answer(fleet, id, { answer: 'not-found', note: 'Nothing' })
    const back = (await (await reopen(fleet, id)).json()) as Ticket
    expect(back.answered).toBeNull()
    expect(await fleet.db.select({ note: riderProblem.note, by: riderProblem.answeredBy }).from(riderProblem)).toEqual([
      { note: null, by: null },
    ])
    expect((await reopen(fleet, id)).status).toBe(200)
    expect((await answer(fleet, id, { answer: 'fixed' })).status).toBe(200)
  })

  it.each([
    ['official', 'answer', 403],
    ['official', 'reopen', 403],
    ['operator', 'answer', 200],
    ['operator', 'reopen', 200],
    ['admin', 'answer', 200],
  ] as const)('of an %s to %s is answered with %i', async (role, what, status) => {
    const fleet = await reported([problem('7K3M')])
    expect((await fleet.as(role, 'POST', `/api/tickets/${idOf('7K3M')}/${what}`, { answer: 'fixed' })).status).toBe(
      status,
    )
  })

  it.each([
    ['no such report', idOf('9999'), { answer: 'fixed' }, 404],
    ['no id at all', 'none', { answer: 'fixed' }, 404],
    ['another answer', idOf('7K3M'), { answer: 'perhaps' }, 400],
    ['a note too long', idOf('7K3M'), { answer: 'fixed', note: 'x'.repeat(501) }, 400],
    ['a field too many', idOf('7K3M'), { answer: 'fixed', all: true }, 400],
  ])('is refused for %s', async (_, id, body, status) => {
    const fleet = await reported([problem('7K3M')])
    expect((await answer(fleet, id, body)).status).toBe(status)
    expect((await list(fleet)).open).toBe(1)
  })

  it('is in the audit log, with what it was about and for how many, and without a rider’s words', async () => {
    const fleet = await reported([problem('AAAA', { text: 'words of a rider' }), problem('BBBB')])
    await answer(fleet, idOf('AAAA'), { answer: 'fixed', note: 'words of a colleague', others: true })
    await reopen(fleet, idOf('AAAA'))
    await reopen(fleet, idOf('AAAA'))
    const log = (await (await fleet.as('admin', 'GET', '/api/audit?limit=3')).json()) as { entries: object[] }
    expect(log.entries.slice(0, 2)).toMatchObject([
      {
        action: 'ticket reopen',
        target: { kind: 'ticket', id: idOf('AAAA') },
        details: { gateway: 'bus-1', ticket: 'AAAA', kind: 'slow', answer: 'fixed' },
      },
      {
        action: 'ticket answer',
        at: new Date(NOW).toISOString(),
        details: { gateway: 'bus-1', ticket: 'AAAA', kind: 'slow', answer: 'fixed', others: 1 },
      },
    ])
    expect(JSON.stringify(log)).not.toContain('words of')
  })
})

describe('the id of a report', () => {
  it('holds what names it, whatever the gateway is called', () => {
    const key = { gatewayId: 'stop_7.B-2', ticket: '0AZ9', reportedAt: 1_795_000_000_000 }
    expect(ticketId(key)).toMatch(/^[\w-]+$/)
    expect(ticketKey(ticketId(key))).toEqual(key)
  })

  it.each(['', 'x', '%', `${idOf('7K3M')}=`, `${idOf('7K3M')}A`, Buffer.from('7K3M 01 bus-1').toString('base64url')])(
    'is nothing else: %s',
    (id) => {
      expect(ticketKey(id)).toBeNull()
    },
  )
})
