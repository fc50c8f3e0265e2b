import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { riderProblemSchema } from '../../contract/rider-problem.ts'
import { scrub } from '../../portal/problems/scrub.ts'
import { ticketOf } from '../../portal/problems/ticket.ts'
import { insertProblem, takeProblems } from '../../portal/queries/problems.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

const report = (gateway: TestGateway, fields: Record<string, string>, client = ANA, headers = {}) =>
  gateway.as(client, '/problem', { method: 'POST', headers, body: new URLSearchParams(fields) })
const kept = (gateway: TestGateway) => gateway.db.transaction((tx) => takeProblems(tx))

describe('a rider’s fault report', () => {
  it('is kept and answered with its ticket, without a session and without internet', async () => {
    const gateway = await testGateway()
    gateway.uplink.state = { up: false, sinceUptimeMs: 0, roundTripMs: null, expectedBackUptimeMs: null }
    const answer = await report(gateway, { kind: 'slow', text: 'Desde la parada Delta' })
    expect(answer.status).toBe(200)
    const ticket = /<p class="ticket">([0-9A-HJKMNP-TV-Z]{4})<\/p>/.exec(await answer.text())?.[1]
    expect(kept(gateway)).toEqual([
      { ticket, kind: 'slow', text: 'Desde la parada Delta', reportedAt: '2026-11-24T14:00:00.000Z' },
    ])
  })

  it('leaves with the next accounting report, once', async () => {
    const gateway = await testGateway()
    await report(gateway, { kind: 'no-internet', text: '' })
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.problems).toMatchObject([{ kind: 'no-internet', text: '' }])
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.problems).toEqual([])
  })

  it('of no kind is asked for again, with what was written, escaped', async () => {
    const gateway = await testGateway()
    const answer = await report(gateway, { kind: 'nonsense', text: '</textarea><script>' })
    const page = await answer.text()
    expect(answer.status).toBe(400)
    expect(page).toContain('Elige qué pasa para enviar tu reporte.')
    expect(page).toContain('&lt;/textarea&gt;&lt;script&gt;</textarea>')
    expect(kept(gateway)).toEqual([])
  })

  it('may have 280 characters, lines counted as the browser counts them, and not one more', async () => {
    const gateway = await testGateway()
    expect((await report(gateway, { kind: 'other', text: `${'á'.repeat(139)}\r\n${'é'.repeat(140)}` })).status).toBe(
      200,
    )
    const answer = await report(gateway, { kind: 'other', text: 'a'.repeat(281) })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Escribe 280 caracteres como máximo.')
    expect(kept(gateway)).toHaveLength(1)
  })

  it('is taken five times an hour from one client, and goes on for the others', async () => {
    const gateway = await testGateway()
    for (let n = 0; n < 5; n++) expect((await report(gateway, { kind: 'slow' })).status).toBe(200)
    const refused = await report(gateway, { kind: 'slow' })
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('vuelve en una hora')
    expect((await report(gateway, { kind: 'slow' }, BETO)).status).toBe(200)
    gateway.clock.pass(3600)
    expect((await report(gateway, { kind: 'slow' })).status).toBe(200)
    expect(kept(gateway)).toHaveLength(7)
  })

  it('is refused when 500 wait already', async () => {
    const gateway = await testGateway()
    for (let n = 0; n < 500; n++)
      insertProblem(gateway.db, { kind: 'slow', text: '', reportedAt: 0, tickets: () => ticketOf(n) })
    expect((await report(gateway, { kind: 'slow' })).status).toBe(429)
  })

  it('gets a ticket that no other waiting one has', async () => {
    const { db } = await testGateway()
    const tickets = ['AAAA', 'AAAA', 'BBBB'].values()
    const insert = () =>
      insertProblem(db, { kind: 'slow', text: '', reportedAt: 0, tickets: () => tickets.next().value ?? 'CCCC' })
    expect([insert(), insert()]).toEqual(['AAAA', 'BBBB'])
  })

  it('waits its turn where more than 20 wait, oldest first', async () => {
    const gateway = await testGateway()
    for (let n = 0; n < 22; n++)
      insertProblem(gateway.db, { kind: 'slow', text: String(n), reportedAt: n, tickets: () => ticketOf(n) })
    expect(kept(gateway).map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)))
    expect(kept(gateway).map(({ text }) => text)).toEqual(['20', '21'])
  })

  it('is taken from no other site, from nobody who is not on the bus, and in no other type', async () => {
    const gateway = await testGateway()
    expect((await report(gateway, { kind: 'slow' }, ANA, { origin: 'http://evil.example' })).status).toBe(403)
    const body = new URLSearchParams({ kind: 'slow' })
    expect((await gateway.as(null, '/problem', { method: 'POST', body })).status).toBe(403)
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"kind":"slow"}' }
    expect((await gateway.as(ANA, '/problem', json)).status).toBe(415)
    expect(kept(gateway)).toEqual([])
  })

  it('shows its form in English too', async () => {
    const gateway = await testGateway()
    const page = await (await gateway.as(ANA, '/problem?lang=en')).text()
    expect(page).toContain('<legend>What is wrong?</legend>')
    expect(page).toContain('<form method="post" action="/problem?lang=en">')
  })
})

describe('a ticket', () => {
  it('is four letters or digits of Crockford’s base 32', () => {
    expect([0, 31, 32, 1_048_575].map(ticketOf)).toEqual(['0000', '000Z', '0010', 'ZZZZ'])
  })
})

describe('scrubbing', () => {
  it.each([
    ['escríbeme a ana.lópez+wifi@correo.example.mx ya', 'escríbeme a […] ya'],
    ['ana @ correo.mx', '[…]'],
    ['mi tel 477 123 4567 gracias', 'mi tel […] gracias'],
    ['+52 (477) 123-45-67', '[…]'],
    ['4771234567', '[…]'],
    ['４７７１２３４５６７', '[…]'],
    ['477.123.4567/89', '[…]'],
    ['mac AA:bb:CC:dd:EE:0f.', 'mac […].'],
    ['aa-bb-cc-dd-ee-ff', '[…]'],
    ['aabbccddeeff', '[…]'],
    ['aabb.ccdd.eeff', '[…]'],
    ['ip 10.55.0.11 y 192.168.1.1', 'ip […] y […]'],
    ['fe80::1ff:fe23:4567:890a', '[…]'],
    ['2001:db8::1', '[…]'],
    ['0\u200b4\u200b7\u200b7\u200b1\u200b2\u200b3\u200b4', '[…]'],
  ])('%s leaves %s', (text, left) => {
    expect(scrub(text)).toBe(left)
  })

  it.each([
    'Ruta T2, unidad 1234, asiento 12, a las 10:30: no abre nada :: nada',
    'Tarda 15 segundos. ¿Por qué? 😀',
    'dos\nrenglones',
    'the deed was added as a bad cafe',
  ])('leaves %s as it is', (text) => {
    expect(scrub(text)).toBe(text)
  })

  it('leaves of any text what a report may carry, and a second time changes nothing more of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 280 }), (text) => {
        const clean = scrub(text)
        const problem = { ticket: 'AAAA', kind: 'other', text: clean, reportedAt: '2026-11-24T14:00:00.000Z' }
        expect(riderProblemSchema.safeParse(problem).success).toBe(true)
        expect(scrub(clean)).toBe(clean)
      }),
      { numRuns: 2000 },
    )
  })
})
