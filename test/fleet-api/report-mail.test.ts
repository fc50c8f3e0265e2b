import { describe, expect, it } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { cityReport, reportReader } from '../../db/fleet/publication-schema.ts'
import { createMailer } from '../../fleet-api/notify/email.ts'
import { createReportSender, type ReportSender } from '../../fleet-api/notify/report-sender.ts'
import { richReport } from '../fakes/city-report.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { headerOf, mailServer, partOf } from '../fakes/mail-server.ts'

const NOON = Date.parse('2026-11-12T18:00:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

async function withReaders(...addresses: [address: string, language: 'es' | 'en'][]): Promise<TestFleet> {
  const fleet = await testFleet()
  await fleet.db.transaction(async (tx) => {
    for (const [address, language] of addresses) await tx.insert(reportReader).values({ address, language, addedAt: 0 })
  })
  return fleet
}

function makeFinal(fleet: TestFleet, month: string, revision = 0, more: Partial<CityReport> = {}): Promise<void> {
  const body = { ...richReport(), month, ...more }
  return fleet.db.transaction(async (tx) => {
    const row = { month, revision, madeAt: 1, reason: null, definitions: '2', body, inputsDigest: 'aa', inputs: '' }
    await tx.insert(cityReport).values(row)
  })
}

function senderTo(
  fleet: TestFleet,
  url: string | null,
): { sender: ReportSender; clock: { now: number }; logged: string[] } {
  const clock = { now: NOON }
  const logged: string[] = []
  const mailer = url === null ? null : createMailer({ url, from: 'Abordo <abordo@fleet.example.mx>' })
  const sender = createReportSender({
    db: fleet.db,
    now: () => clock.now,
    mailer,
    publicUrl: 'https://fleet.example.mx',
    log: (message) => logged.push(message),
  })
  return { sender, clock, logged }
}

const readersOf = async (fleet: TestFleet) =>
  (await fleet.db.select().from(reportReader).orderBy(reportReader.readerId)).map(
    ({ lastMonth, attempts, dueAt, failure }) => ({
      lastMonth,
      attempts,
      dueAt,
      failure,
    }),
  )

describe('the monthly report by e-mail', () => {
  it('is sent to each reader, in their language, when a month is final, and once only', async () => {
    const [fleet, server] = [
      await withReaders(['regidora@leon.example.mx', 'es'], ['auditor@example.com', 'en']),
      await mailServer(),
    ]
    const { sender, clock } = senderTo(fleet, server.url)
    await sender.sendDue()
    expect(server.mails).toEqual([])

    await makeFinal(fleet, '2026-10')
    await sender.sendDue()
    clock.now += HOUR_MS
    await sender.sendDue()
    expect(server.mails.map(({ to }) => to)).toEqual([['regidora@leon.example.mx'], ['auditor@example.com']])
    expect(server.mails.map((mail) => headerOf(mail, 'Subject'))).toEqual([
      'WiFi en el transporte de la ciudad: reporte de octubre de 2026',
      'WiFi on public transport in the city: report of October 2026',
    ])
    expect(await readersOf(fleet)).toEqual([
      { lastMonth: '2026-10', attempts: 0, dueAt: null, failure: null },
      { lastMonth: '2026-10', attempts: 0, dueAt: null, failure: null },
    ])
  })

  it('holds the report itself, as text and as HTML, without an attachment, a picture or anything from elsewhere', async () => {
    const [fleet, server] = [await withReaders(['regidora@leon.example.mx', 'es']), await mailServer()]
    await makeFinal(fleet, '2026-10')
    await senderTo(fleet, server.url).sender.sendDue()
    const [mail] = server.mails
    if (!mail) throw new Error('no mail came')
    const [text, html] = [partOf(mail, 'text/plain') ?? '', partOf(mail, 'text/html') ?? '']
    expect(text).toContain('Conexiones: 317,561 (veces que alguien se conectó · +13.9% mes anterior)')
    expect(text).toContain('Disponibilidad: 95.6%')
    expect(text).toContain('https://fleet.example.mx/reports/document?month=2026-10&lang=es')
    expect(text).toContain('Definitivo · revisión 1. Llegó el 96.4% de los reportes esperados.')
    expect(html).toContain('317,561</td>')
    expect(mail.raw).not.toMatch(/Content-Disposition: attachment/i)
    expect(html).not.toMatch(/<img|<script|<link|<svg|src=|url\(/)
  })

  it('comes again with the next month, in its latest revision', async () => {
    const [fleet, server] = [await withReaders(['regidora@leon.example.mx', 'en']), await mailServer()]
    const { sender } = senderTo(fleet, server.url)
    await makeFinal(fleet, '2026-10')
    await sender.sendDue()
    await makeFinal(fleet, '2026-11')
    await makeFinal(fleet, '2026-11', 1, { city: { ...richReport().city, sessions: 424_242 } })
    await sender.sendDue()
    const [, second] = server.mails
    if (!second) throw new Error('no second mail came')
    expect(headerOf(second, 'Subject')).toContain('November 2026')
    expect(partOf(second, 'text/plain')).toContain('Sessions: 424,242')
  })

  it('is tried again after a failure, later each time, and the failure is told', async () => {
    const fleet = await withReaders(['regidora@leon.example.mx', 'es'])
    await makeFinal(fleet, '2026-10')
    const server = await mailServer()
    await server.close()
    const { sender, clock } = senderTo(fleet, server.url)
    await sender.sendDue()
    const failure = 'the mail server could not be reached (ESOCKET)'
    expect(await readersOf(fleet)).toEqual([{ lastMonth: null, attempts: 1, dueAt: NOON + MINUTE_MS, failure }])
    clock.now += MINUTE_MS - 1
    await sender.sendDue()
    expect((await readersOf(fleet))[0]?.attempts).toBe(1)
    clock.now += 1
    await sender.sendDue()
    expect(await readersOf(fleet)).toEqual([{ lastMonth: null, attempts: 2, dueAt: NOON + 11 * MINUTE_MS, failure }])

    const back = await mailServer({}, server.port)
    clock.now += 10 * MINUTE_MS
    await sender.sendDue()
    expect(back.mails).toHaveLength(1)
    expect(await readersOf(fleet)).toEqual([{ lastMonth: '2026-10', attempts: 0, dueAt: null, failure: null }])
  })

  it('is given up for this month where the address is refused three times, and the others get theirs', async () => {
    const fleet = await withReaders(['gone@leon.example.mx', 'es'], ['regidora@leon.example.mx', 'es'])
    await makeFinal(fleet, '2026-10')
    const server = await mailServer({
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith('gone') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
    })
    const { sender, clock, logged } = senderTo(fleet, server.url)
    for (const wait of [0, MINUTE_MS, 10 * MINUTE_MS]) {
      clock.now += wait
      await sender.sendDue()
    }
    expect(server.mails.map(({ to }) => to)).toEqual([['regidora@leon.example.mx']])
    const [gone] = await readersOf(fleet)
    expect(gone).toMatchObject({ lastMonth: '2026-10', attempts: 0, dueAt: null })
    expect(gone?.failure).toContain('550')
    expect(logged).toHaveLength(1)
    expect(logged[0]).not.toContain('gone@')
  })

  it('goes out once where two processes send', async () => {
    const [fleet, server] = [await withReaders(['regidora@leon.example.mx', 'es']), await mailServer()]
    await makeFinal(fleet, '2026-10')
    const [one, other] = [senderTo(fleet, server.url), senderTo(fleet, server.url)]
    await Promise.all([one.sender.sendDue(), other.sender.sendDue()])
    expect(server.mails).toHaveLength(1)
  })

  it('counts nothing as tried where there is no mail server', async () => {
    const fleet = await withReaders(['regidora@leon.example.mx', 'es'])
    await makeFinal(fleet, '2026-10')
    await senderTo(fleet, null).sender.sendDue()
    expect(await readersOf(fleet)).toEqual([{ lastMonth: null, attempts: 0, dueAt: null, failure: null }])
  })
})
