import { describe, expect, it } from 'vitest'
import { createMailer } from '../../fleet-api/notify/email.ts'
import {
  addBus,
  added,
  changeAlert,
  deliveriesIn,
  emailTo,
  MINUTE_MS,
  NOW_MS,
  openAlert,
  senderOn,
  tellingsIn,
  told,
  webhookAt,
} from '../fakes/alerts.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { headerOf, type MailServer, mailServer, partOf } from '../fakes/mail-server.ts'
import { webhookServer } from '../fakes/webhook-server.ts'

const FROM = 'Abordo <abordo@fleet.example.mx>'
const mailerTo = (url: string) => createMailer({ url, from: FROM })
const SECOND_MS = 1000

/** A fleet of which the workshop is told of one alert. */
async function workshopToldOf(fleet: TestFleet): Promise<number> {
  await addBus(fleet.db, 'bus-1043')
  await added(fleet.db, emailTo('taller@example.mx'))
  const id = await openAlert(fleet.db)
  await told(fleet.db, { opened: [id] })
  return id
}

/** What comes comes soon, but on a busy machine. */
const PATIENTLY = { timeout: 15_000 }

describe('an alert by e-mail', () => {
  it('says what, where, since when, why and what to do first, in plain text and HTML', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    const id = await workshopToldOf(fleet)
    const { sender } = senderOn(fleet.db, mailerTo(server.url))
    await sender.sendDue()

    const [mail, ...others] = server.mails
    expect(others).toEqual([])
    if (!mail) throw new Error('no mail came')
    expect(mail.to).toEqual(['taller@example.mx'])
    expect(headerOf(mail, 'From')).toBe(FROM)
    expect(headerOf(mail, 'Subject')).toBe('bus-1043 sin internet desde las 08:12 · ruta 2')
    expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated')
    const text = partOf(mail, 'text/plain')
    expect(text).toContain('Dónde: bus-1043, ruta 2 Oriente – Poniente')
    expect(text).toContain('Desde: 08:12, hace 18 min')
    expect(text).toContain('Causa probable: El módem tiene red, pero no pasan datos.')
    expect(text).toContain('Qué hacer primero: Pregunta al operador móvil')
    expect(text).toContain(`https://fleet.example.mx/alerts/${id}`)
    expect(partOf(mail, 'text/html')).toContain('Causa probable</dt><dd style="margin:0 0 12px">El módem')
  })

  it('is in the alert’s history once it was sent, and not before', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    const id = await workshopToldOf(fleet)
    expect(await tellingsIn(fleet.db)).toEqual([])

    const { sender, clock } = senderOn(fleet.db, mailerTo(server.url))
    clock.now += 5 * SECOND_MS
    await sender.sendDue()
    expect(await tellingsIn(fleet.db)).toEqual([
      {
        alertId: id,
        at: NOW_MS + 5 * SECOND_MS,
        details: { channelId: 1, channel: 'Taller norte', kind: 'email', what: 'opened' },
      },
    ])
  })

  it('is followed by word of its end, which mail programs show beside it', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    const id = await workshopToldOf(fleet)
    const { sender, clock } = senderOn(fleet.db, mailerTo(server.url))
    await sender.sendDue()

    clock.now = Date.parse('2026-11-24T15:32:00Z')
    await changeAlert(fleet.db, id, { state: 'closed', closedAt: clock.now })
    await told(fleet.db, { closed: [id] }, clock.now)
    await sender.sendDue()
    const subjects = server.mails.map((mail) => headerOf(mail, 'Subject'))
    expect(subjects[1]).toBe('Resuelto: bus-1043 sin internet, duró 1 h 20 min · ruta 2')
    const threads = server.mails.map((mail) => headerOf(mail, 'References'))
    expect(threads).toEqual([`<abordo.alert.${id}@fleet.example.mx>`, `<abordo.alert.${id}@fleet.example.mx>`])
    expect((await tellingsIn(fleet.db)).map(({ details }) => details.what)).toEqual(['opened', 'closed'])
  })

  it('cannot be made to say more by what is in a label', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    await addBus(fleet.db, 'bus-1043', 'x\r\nBcc: eve@example.mx\r\n\r\n<img src=x onerror=alert(1)>')
    await added(fleet.db, emailTo('taller@example.mx'))
    await told(fleet.db, { opened: [await openAlert(fleet.db)] })
    await senderOn(fleet.db, mailerTo(server.url)).sender.sendDue()

    const [mail] = server.mails
    if (!mail) throw new Error('no mail came')
    expect(mail.to).toEqual(['taller@example.mx'])
    expect(headerOf(mail, 'Bcc')).toBeNull()
    expect(headerOf(mail, 'Subject')).toContain('x Bcc: eve@example.mx <img src=x onerror=alert(1)> sin internet')
    expect(partOf(mail, 'text/html')).not.toContain('<img')
  })
})

describe('a mail server that fails', () => {
  it('and comes back gets the message then, under the same id', async () => {
    const fleet = await testFleet()
    const away = await mailServer()
    await away.close()
    await workshopToldOf(fleet)
    const { sender, clock } = senderOn(fleet.db, mailerTo(away.url))
    await sender.sendDue()
    const [failed] = await deliveriesIn(fleet.db)
    expect(failed).toMatchObject({
      attempts: 1,
      sentAt: null,
      dueAt: NOW_MS + 10 * SECOND_MS,
      failure: 'the mail server could not be reached (ESOCKET)',
    })

    const back = await mailServer({}, away.port)
    clock.now += 9 * SECOND_MS
    await sender.sendDue()
    expect(back.mails).toEqual([])
    clock.now += SECOND_MS
    await sender.sendDue()
    expect(back.mails.map((mail) => headerOf(mail, 'Message-ID'))).toEqual([
      `<abordo.${failed?.deliveryId}.${NOW_MS}@fleet.example.mx>`,
    ])
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ attempts: 2, dueAt: null, sentAt: clock.now, failure: null }])
  })

  it('in the middle of a message is asked again', async () => {
    const fleet = await testFleet()
    const acts = [() => server.cut(), (go: () => void) => go()]
    const server: MailServer = await mailServer({
      onRcptTo: (_address, _session, callback) => acts.shift()?.(callback),
    })
    await workshopToldOf(fleet)
    const { sender, clock } = senderOn(fleet.db, mailerTo(server.url))
    await sender.sendDue()
    expect(server.mails).toEqual([])
    expect(await deliveriesIn(fleet.db)).toMatchObject([
      { attempts: 1, sentAt: null, failure: expect.stringMatching(/^the mail server/) },
    ])

    clock.now += 10 * SECOND_MS
    await sender.sendDue()
    expect(server.mails).toHaveLength(1)
  })

  it('for now is asked for a day, less and less often, and then no more', async () => {
    const fleet = await testFleet()
    await workshopToldOf(fleet)
    const failure = 'the mail server answered: 451 4.2.0 try again later'
    const { sender, clock, logged } = senderOn(fleet.db, { send: async () => ({ went: 'failed', failure }) })
    const waits: number[] = []
    for (let dueAt: number | null = NOW_MS; dueAt !== null; ) {
      clock.now = dueAt
      await sender.sendDue()
      dueAt = (await deliveriesIn(fleet.db))[0]?.dueAt ?? null
      waits.push(((dueAt ?? clock.now) - clock.now) / SECOND_MS)
    }
    expect(waits.slice(0, 9)).toEqual([10, 30, 60, 120, 300, 600, 900, 900, 900])
    expect(clock.now).toBeGreaterThan(NOW_MS + 23.5 * 60 * MINUTE_MS)
    expect(clock.now).toBeLessThanOrEqual(NOW_MS + 24 * 60 * MINUTE_MS)
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ givenUpAt: clock.now, failure }])
    expect(logged).toEqual([`a message to a channel (email, 1) was given up: ${failure}`])
  })

  it('for now is asked again', async () => {
    const fleet = await testFleet()
    const later = Object.assign(new Error('4.2.0 try again later'), { responseCode: 451 })
    const server = await mailServer({ onRcptTo: (_address, _session, callback) => callback(later) })
    await workshopToldOf(fleet)
    await senderOn(fleet.db, mailerTo(server.url)).sender.sendDue()
    expect(await deliveriesIn(fleet.db)).toMatchObject([
      { dueAt: NOW_MS + 10 * SECOND_MS, failure: 'the mail server answered: 451 4.2.0 try again later' },
    ])
  })

  it('for good is asked three times; no address of anybody is kept of what it says', async () => {
    const fleet = await testFleet()
    const asked: string[] = []
    const unknown = Object.assign(new Error('5.1.1 <taller@example.mx>: no such mailbox'), { responseCode: 550 })
    const server = await mailServer({
      onRcptTo(address, _session, callback) {
        asked.push(address.address)
        callback(unknown)
      },
    })
    await workshopToldOf(fleet)
    const { sender, clock } = senderOn(fleet.db, mailerTo(server.url))
    for (const _ of Array.from({ length: 5 })) {
      await sender.sendDue()
      clock.now += 60 * MINUTE_MS
    }
    expect(asked).toHaveLength(3)
    const [given] = await deliveriesIn(fleet.db)
    expect(given).toMatchObject({ attempts: 3, dueAt: null, sentAt: null })
    expect(given?.failure).toBe('the mail server answered: 550 5.1.1 <[e-mail]>: no such mailbox')
  })

  it('to answer is left after a while', async () => {
    const fleet = await testFleet()
    const mute = await mailServer({ onConnect: () => undefined })
    await workshopToldOf(fleet)
    await senderOn(fleet.db, mailerTo(mute.url), { times: { email: 300, webhook: 300 } }).sender.sendDue()
    expect(await deliveriesIn(fleet.db)).toMatchObject([
      { attempts: 1, sentAt: null, failure: 'the mail server took too long' },
    ])
  })

  it('to answer keeps no other channel waiting', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    await added(fleet.db, webhookAt(hook.url))
    await workshopToldOf(fleet)
    const { sender } = senderOn(fleet.db, { send: () => new Promise(() => undefined) })
    void sender.sendDue()
    await expect.poll(() => hook.calls.length, PATIENTLY).toBe(1)
    await told(fleet.db, { opened: [await openAlert(fleet.db, { kind: 'hot' })] })
    // The webhook may have answered and its answer not be written down yet: then it is the next time's turn.
    await expect
      .poll(async () => {
        await sender.sendDue()
        return hook.calls.length
      }, PATIENTLY)
      .toBe(2)
  })

  it('to take the password is asked for a day, and no log or list tells the password', async () => {
    const fleet = await testFleet()
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, callback) => callback(new Error('Invalid login hunter2')),
    })
    await workshopToldOf(fleet)
    const mailer = mailerTo(server.url.replace('smtp://', 'smtp://ana:hunter2@'))
    const { sender, clock, logged } = senderOn(fleet.db, mailer)
    for (const _ of Array.from({ length: 5 })) {
      await sender.sendDue()
      clock.now += 5 * 60 * MINUTE_MS
    }
    expect(await deliveriesIn(fleet.db)).toMatchObject([
      { attempts: 5, failure: 'the mail server does not take the user name and password of SMTP_URL' },
    ])
    expect(`${logged}${JSON.stringify(await deliveriesIn(fleet.db))}`).not.toContain('hunter2')
  })

  it('while its channel is being paused is not asked again when that is switched on', async () => {
    const fleet = await testFleet()
    await workshopToldOf(fleet)
    const asked: string[] = []
    const { sender, clock } = senderOn(fleet.db, {
      async send(to) {
        asked.push(to)
        await fleet.as('admin', 'PATCH', '/api/channels/1', { paused: true })
        return { went: 'failed', failure: 'the mail server took too long' }
      },
    })
    await sender.sendDue()
    await fleet.as('admin', 'PATCH', '/api/channels/1', { paused: false })
    clock.now += 60 * MINUTE_MS
    await sender.sendDue()
    expect(asked).toEqual(['taller@example.mx'])
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ dueAt: null, givenUpAt: NOW_MS, sentAt: null }])
  })

  it('because none is set is said so', async () => {
    const fleet = await testFleet()
    await workshopToldOf(fleet)
    await senderOn(fleet.db, null).sender.sendDue()
    expect(await deliveriesIn(fleet.db)).toMatchObject([
      { sentAt: null, failure: 'SMTP_URL is not set, so the fleet cannot send e-mail' },
    ])
  })
})

describe('of two processes', () => {
  it('one sends each message', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    for (const name of ['a', 'b', 'c', 'd']) await added(fleet.db, emailTo(`${name}@example.mx`))
    const ids = [await openAlert(fleet.db), await openAlert(fleet.db, { kind: 'hot' })]
    await told(fleet.db, { opened: ids })
    const [one, two] = [senderOn(fleet.db, mailerTo(server.url)), senderOn(other.db, mailerTo(server.url))]
    await Promise.all([one.sender.sendDue(), two.sender.sendDue(), one.sender.sendDue(), two.sender.sendDue()])
    await one.sender.sendDue()

    expect(server.mails.map(({ to }) => to[0]).sort()).toEqual(
      ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'].map((name) => `${name}@example.mx`),
    )
    expect(new Set(server.mails.map((mail) => headerOf(mail, 'Message-ID'))).size).toBe(8)
    expect(await tellingsIn(fleet.db)).toHaveLength(8)
  })

  it('one that is killed while it sends is followed by the other, under the same id', async () => {
    const [fleet, server] = [await testFleet(), await mailServer()]
    await workshopToldOf(fleet)
    const killed = senderOn(fleet.db, { send: () => new Promise(() => undefined) })
    void killed.sender.sendDue()
    const other = senderOn(fleet.db, mailerTo(server.url))
    await expect.poll(async () => (await deliveriesIn(fleet.db))[0]?.attempts, PATIENTLY).toBe(1)
    other.clock.now += 2 * MINUTE_MS - 1
    await other.sender.sendDue()
    expect(server.mails).toEqual([])
    other.clock.now += 1
    await other.sender.sendDue()
    expect(server.mails.map((mail) => headerOf(mail, 'Abordo-Delivery'))).toEqual(['1'])
  })
})
