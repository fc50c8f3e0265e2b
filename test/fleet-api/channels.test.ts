import { describe, expect, it } from 'vitest'
import type { Channel } from '../../contract/channels.ts'
import { startFleet } from '../../fleet-api/main.ts'
import {
  added,
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
import { freshDatabase } from '../fakes/database.ts'
import { everythingIn, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { headerOf, mailServer } from '../fakes/mail-server.ts'
import { webhookServer } from '../fakes/webhook-server.ts'

const HOOK = 'https://hooks.example.mx/services/T0/secret-path'

async function channels(fleet: TestFleet, role: 'admin' | 'operator' = 'admin') {
  return (await (await fleet.as(role, 'GET', '/api/channels')).json()) as { channels: Channel[]; email: boolean }
}
const add = (fleet: TestFleet, body: unknown) => fleet.as('admin', 'POST', '/api/channels', body)

describe('channels', () => {
  it('are added, and told of every kind in Spanish unless somebody says otherwise', async () => {
    const fleet = await testFleet()
    const answer = await add(fleet, { kind: 'email', name: ' Taller norte ', address: 'taller@example.mx' })
    expect(answer.status).toBe(200)
    const channel = {
      id: 1,
      kind: 'email',
      name: 'Taller norte',
      address: 'taller@example.mx',
      language: 'es',
      kinds: null,
      addedAt: '2026-11-24T14:30:00.000Z',
      paused: false,
      lastSentAt: null,
      failure: null,
      waiting: 0,
    }
    expect(await answer.json()).toEqual({ ...channel, secret: null })
    expect(await channels(fleet)).toEqual({ channels: [channel], email: false })
  })

  it('show a webhook’s secret once, and never again', async () => {
    const fleet = await testFleet()
    const answer = await add(fleet, { kind: 'webhook', name: 'Caja', address: HOOK })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { secret } = (await answer.json()) as { secret: string }
    expect(secret).toMatch(/^abordo_webhook_[A-Za-z0-9_-]{43}$/)
    const later = await fleet.as('admin', 'PATCH', '/api/channels/1', { name: 'Otra' })
    const audit = await fleet.as('admin', 'GET', '/api/audit')
    expect(`${JSON.stringify(await channels(fleet))}${await later.text()}${await audit.text()}`).not.toContain(secret)
  })

  it('show an operator where a webhook leads, and not the whole of its address', async () => {
    const fleet = await testFleet()
    await add(fleet, { kind: 'webhook', name: 'Caja', address: HOOK })
    expect((await channels(fleet, 'operator')).channels[0]?.address).toBe('https://hooks.example.mx/…')
    expect((await channels(fleet, 'admin')).channels[0]?.address).toBe(HOOK)
  })

  it.each([
    ['no e-mail address', { kind: 'email', name: 'x', address: 'taller' }],
    ['another kind of address', { kind: 'webhook', name: 'x', address: 'ftp://example.mx/' }],
    ['a file', { kind: 'webhook', name: 'x', address: 'file:///etc/passwd' }],
    ['a password in it', { kind: 'webhook', name: 'x', address: 'https://ana:secret@example.mx/' }],
    ['no kind of alert', { kind: 'email', name: 'x', address: 'a@example.mx', kinds: [] }],
    ['an alert that there is not', { kind: 'email', name: 'x', address: 'a@example.mx', kinds: ['rain'] }],
    ['no name', { kind: 'email', name: ' ', address: 'a@example.mx' }],
    ['something else in it', { kind: 'email', name: 'x', address: 'a@example.mx', secret: 'mine' }],
  ])('are refused with %s', async (_, body) => {
    expect((await add(await testFleet(), body)).status).toBe(400)
  })

  it('may be in the operator’s own network', async () => {
    const fleet = await testFleet()
    const own = ['http://10.0.0.7:9000/alerts', 'http://127.0.0.1:9000/', 'http://caja.local/']
    const answers = await Promise.all(own.map((address) => add(fleet, { kind: 'webhook', name: 'x', address })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('are for admins to change, for operators to see and try, and not for officials', async () => {
    const fleet = await testFleet()
    await added(fleet.db, webhookAt(HOOK))
    const asked = async (role: 'operator' | 'official', method: string, path: string, body?: unknown) =>
      (await fleet.as(role, method, path, body)).status
    const email = { kind: 'email', name: 'x', address: 'a@example.mx' }
    expect([
      await asked('operator', 'GET', '/api/channels'),
      await asked('operator', 'POST', '/api/channels/1/test'),
      await asked('operator', 'POST', '/api/channels', email),
      await asked('operator', 'PATCH', '/api/channels/1', { paused: true }),
      await asked('operator', 'DELETE', '/api/channels/1'),
      await asked('official', 'GET', '/api/channels'),
    ]).toEqual([200, 200, 403, 403, 403, 403])
  })

  it('can be renamed, narrowed, paused and switched on again, which is in the audit log', async () => {
    const fleet = await testFleet()
    await added(fleet.db, emailTo('taller@example.mx'))
    const change = async (body: unknown) => (await fleet.as('admin', 'PATCH', '/api/channels/1', body)).json()
    expect(await change({ name: 'Guardia', kinds: ['hot'], language: 'en' })).toMatchObject({
      name: 'Guardia',
      kinds: ['hot'],
      language: 'en',
      paused: false,
    })
    expect(await change({ paused: true })).toMatchObject({ name: 'Guardia', kinds: ['hot'], paused: true })
    expect(await change({ paused: false, kinds: null })).toMatchObject({ kinds: null, paused: false })
    const log = (await (await fleet.as('admin', 'GET', '/api/audit?limit=2')).json()) as {
      entries: { details: unknown }[]
    }
    expect(log.entries.map(({ details }) => details)).toEqual([
      { kinds: [['hot'], null], paused: [true, false] },
      { paused: [false, true] },
    ])
    expect((await fleet.as('admin', 'PATCH', '/api/channels/1', {})).status).toBe(400)
    expect((await fleet.as('admin', 'PATCH', '/api/channels/1', { address: 'b@example.mx' })).status).toBe(400)
    expect((await fleet.as('admin', 'PATCH', '/api/channels/9', { name: 'x' })).status).toBe(404)
  })

  it('leave nothing of an address or a secret in the log of what was done', async () => {
    const fleet = await testFleet()
    await add(fleet, { kind: 'email', name: 'Taller', address: 'taller@example.mx' })
    await add(fleet, { kind: 'webhook', name: 'Caja', address: HOOK })
    await fleet.as('admin', 'DELETE', '/api/channels/1')
    const log = await (await fleet.as('admin', 'GET', '/api/audit')).text()
    expect(log).toContain('"host":"hooks.example.mx"')
    expect(log).not.toMatch(/taller@|secret-path|abordo_webhook/)
  })

  it('that are removed leave their name where they told of something, and their address nowhere', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    await added(fleet.db, webhookAt(hook.url))
    await told(fleet.db, { opened: [await openAlert(fleet.db)] })
    await senderOn(fleet.db).sender.sendDue()
    await told(fleet.db, { opened: [await openAlert(fleet.db)] })
    expect((await fleet.as('admin', 'DELETE', '/api/channels/1')).status).toBe(200)
    expect(await deliveriesIn(fleet.db)).toEqual([])
    expect(await tellingsIn(fleet.db)).toMatchObject([{ details: { channel: 'Caja de alertas' } }])
    expect(await everythingIn(fleet.db)).not.toContain('secret-path')
    expect((await fleet.as('admin', 'DELETE', '/api/channels/1')).status).toBe(404)
  })

  it('are a hundred at most', async () => {
    const fleet = await testFleet()
    for (let index = 0; index < 100; index += 1) await added(fleet.db, emailTo(`a${index}@example.mx`))
    const answer = await add(fleet, { kind: 'email', name: 'x', address: 'a@example.mx' })
    expect(await answer.json()).toMatchObject({ detail: 'There are 100 channels already: remove one first.' })
  })
})

describe('a test message', () => {
  it('goes out like any other, and the list tells how it went', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer(503)]
    await added(fleet.db, webhookAt(hook.url))
    expect(await (await fleet.as('operator', 'POST', '/api/channels/1/test')).json()).toMatchObject({ waiting: 1 })
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    expect((await channels(fleet)).channels[0]).toMatchObject({
      waiting: 1,
      lastSentAt: null,
      failure: 'the webhook answered 503',
    })
    hook.way.answer = 200
    clock.now += MINUTE_MS
    await sender.sendDue()
    expect((await channels(fleet)).channels[0]).toMatchObject({
      waiting: 0,
      lastSentAt: new Date(NOW_MS + MINUTE_MS).toISOString(),
      failure: null,
    })
    expect(JSON.parse(hook.calls[1]?.body ?? '')).toMatchObject({
      event: 'test',
      subject: 'Prueba de Abordo: los avisos llegan aquí',
      alerts: [],
    })
  })

  it('is sent once, however often it is asked for before that', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    await added(fleet.db, webhookAt(hook.url))
    for (const _ of Array.from({ length: 3 })) await fleet.as('admin', 'POST', '/api/channels/1/test')
    await senderOn(fleet.db).sender.sendDue()
    expect(hook.calls).toHaveLength(1)
  })

  it('is refused, and says what to do, where it could not go out', async () => {
    const fleet = await testFleet()
    await added(fleet.db, emailTo('taller@example.mx'))
    await added(fleet.db, webhookAt(HOOK))
    await fleet.as('admin', 'PATCH', '/api/channels/2', { paused: true })
    const details = async (id: number) => (await fleet.as('admin', 'POST', `/api/channels/${id}/test`)).json()
    expect(await details(1)).toMatchObject({
      detail: 'This fleet cannot send e-mail yet: set SMTP_URL, then start it again.',
    })
    expect(await details(2)).toMatchObject({ detail: 'This channel is paused: switch it on first.' })
    expect(await details(3)).toMatchObject({ status: 404 })
  })
})

describe('a fleet with SMTP_URL', () => {
  it('sends by itself within seconds, from the host that people open', async () => {
    const server = await mailServer()
    const fleet = await startFleet({
      config: {
        databaseUrl: await freshDatabase(),
        host: '127.0.0.1',
        port: 0,
        publicUrl: 'https://fleet.example.mx',
        smtpUrl: server.url,
      },
      log: () => undefined,
      dashboardDir: null,
      now: () => NOW_MS,
    })
    await added(fleet.db, emailTo('taller@example.mx'))
    await told(fleet.db, { opened: [await openAlert(fleet.db)] })
    await expect.poll(() => server.mails.length, { timeout: 15_000 }).toBe(1)
    await fleet.close()
    expect(server.mails.map((mail) => headerOf(mail, 'From'))).toEqual(['Abordo <abordo@fleet.example.mx>'])
  })
})
