import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  addBus,
  added,
  changeAlert,
  deliveriesIn,
  MINUTE_MS,
  NOW_MS,
  openAlert,
  senderOn,
  tellingsIn,
  told,
  webhookAt,
} from '../fakes/alerts.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { webhookServer } from '../fakes/webhook-server.ts'

const SECOND_MS = 1000

/** A fleet whose one channel is a webhook, which is to be told of one alert; and the webhook's secret. */
async function boxToldOf(fleet: TestFleet, url: string): Promise<{ id: number; secret: string }> {
  await addBus(fleet.db, 'bus-1043', '1043')
  const { secret } = await added(fleet.db, webhookAt(url))
  const id = await openAlert(fleet.db)
  await told(fleet.db, { opened: [id] })
  return { id, secret: secret ?? '' }
}

describe('an alert over a webhook', () => {
  it('is JSON that says all of it, signed so that nobody else could have sent it', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    const { id, secret } = await boxToldOf(fleet, hook.url)
    await senderOn(fleet.db).sender.sendDue()

    const [call, ...others] = hook.calls
    expect(others).toEqual([])
    expect(call?.path).toBe('/alerts?key=secret-path')
    const timestamp = String(NOW_MS / 1000)
    const mac = createHmac('sha256', secret).update(`${timestamp}.${call?.body}`).digest('hex')
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      connection: 'close',
      'abordo-event': 'opened',
      'abordo-delivery': '1',
      'abordo-timestamp': timestamp,
      'abordo-signature': `v1=${mac}`,
    })
    expect(JSON.parse(call?.body ?? '')).toEqual({
      event: 'opened',
      delivery: 1,
      madeAt: '2026-11-24T14:30:00.000Z',
      fleet: 'https://fleet.example.mx',
      language: 'es',
      subject: 'Autobús 1043 sin internet desde las 08:12 · ruta 2',
      text: expect.stringContaining('Qué hacer primero: Pregunta al operador móvil'),
      alerts: [
        {
          id,
          kind: 'uplink-down',
          scope: 'gateway',
          subjectId: 'bus-1043',
          label: '1043',
          part: '',
          routeId: 'T2',
          routeName: '2',
          state: 'open',
          cause: 'no-data',
          facts: {},
          since: '2026-11-24T14:12:00.000Z',
          openedAt: '2026-11-24T14:30:00.000Z',
          closedAt: null,
          summary: 'Autobús 1043 sin internet desde las 08:12 · ruta 2',
          likelyCause: 'El módem tiene red, pero no pasan datos.',
          firstStep: 'Pregunta al operador móvil si la SIM está activa y con saldo; luego revisa el APN.',
          url: `https://fleet.example.mx/alerts/${id}`,
        },
      ],
      others: [],
    })
    expect(await tellingsIn(fleet.db)).toMatchObject([
      { alertId: id, details: { channelId: 1, channel: 'Caja de alertas', kind: 'webhook' } },
    ])
  })

  it('carries none of the fleet’s cookies, tokens or secrets', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    const { secret } = await boxToldOf(fleet, hook.url)
    await senderOn(fleet.db).sender.sendDue()
    const names = Object.keys(hook.calls[0]?.headers ?? {})
    expect(names.filter((name) => /cookie|authorization|referer|origin/.test(name))).toEqual([])
    expect(JSON.stringify(hook.calls)).not.toContain(secret)
  })

  it('comes again, under the same id and signed anew, where the first answer was 500', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer(500)]
    await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ sentAt: null, failure: 'the webhook answered 500' }])
    hook.way.answer = 200
    clock.now += 10 * SECOND_MS
    await sender.sendDue()
    await sender.sendDue()
    expect(hook.calls.map(({ headers }) => headers['abordo-delivery'])).toEqual(['1', '1'])
    expect(hook.calls[1]?.headers['abordo-timestamp']).toBe(String((NOW_MS + 10 * SECOND_MS) / 1000))
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ attempts: 2, sentAt: clock.now, failure: null }])
  })

  it('that is told as closed while its opening could not be told yet comes after it', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer(503)]
    const { id } = await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    clock.now += MINUTE_MS
    await changeAlert(fleet.db, id, { state: 'closed', closedAt: clock.now })
    await told(fleet.db, { closed: [id] }, clock.now)
    hook.way.answer = 200
    clock.now += 5 * MINUTE_MS
    await sender.sendDue()
    expect(hook.calls.map(({ body }) => JSON.parse(body).alerts[0].state)).toEqual(['open', 'open', 'closed'])
  })
})

describe('a webhook that', () => {
  const failures: [string, number | null, string][] = [
    ['answers 429', 429, 'the webhook answered 429'],
    ['answers 502', 502, 'the webhook answered 502'],
    ['does not answer', null, 'the webhook took too long to answer'],
  ]
  it.each(failures)('%s is asked again for a day', async (_, status, failure) => {
    const fleet = await testFleet()
    const hook = await webhookServer(status ?? (() => undefined))
    await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db, null, { times: { email: 100, webhook: 250 } })
    for (const _ of Array.from({ length: 5 })) {
      await sender.sendDue()
      clock.now += 60 * MINUTE_MS
    }
    expect(hook.calls).toHaveLength(5)
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ attempts: 5, givenUpAt: null, failure }])
  })

  const refusals: [string, number, string][] = [
    ['says that there is nothing', 404, 'the webhook answered 404'],
    ['sends elsewhere', 302, 'the webhook answered 302, and redirects are not followed'],
  ]
  it.each(refusals)('%s is asked three times, and followed nowhere', async (_, status, failure) => {
    const [fleet, elsewhere] = [await testFleet(), await webhookServer()]
    const hook = await webhookServer((response) => response.writeHead(status, { location: elsewhere.url }).end())
    await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db)
    for (const _ of Array.from({ length: 5 })) {
      await sender.sendDue()
      clock.now += 60 * MINUTE_MS
    }
    expect(hook.calls).toHaveLength(3)
    expect(elsewhere.calls).toEqual([])
    expect(await deliveriesIn(fleet.db)).toMatchObject([{ attempts: 3, sentAt: null, dueAt: null, failure }])
  })

  it('asks to be left alone for a while is', async () => {
    const fleet = await testFleet()
    const hook = await webhookServer((response) => response.writeHead(429, { 'retry-after': '3600' }).end())
    await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    clock.now += 3600 * SECOND_MS - 1
    await sender.sendDue()
    expect(hook.calls).toHaveLength(1)
    clock.now += 1
    await sender.sendDue()
    expect(hook.calls).toHaveLength(2)
  })

  it('is not there is asked once for all that waits, and told of it in few messages when it is back', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer(503)]
    await boxToldOf(fleet, hook.url)
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    for (const _ of Array.from({ length: 60 })) {
      clock.now += MINUTE_MS
      await told(fleet.db, { opened: [await openAlert(fleet.db)] }, clock.now)
      await sender.sendDue()
    }
    expect(hook.calls.length).toBeLessThan(25)
    hook.way.answer = 200
    hook.calls.length = 0
    clock.now += 20 * MINUTE_MS
    await sender.sendDue()
    expect(hook.calls.length).toBeLessThan(12)
    const heard = hook.calls.flatMap(({ body }) => JSON.parse(body).alerts.map(({ id }: { id: number }) => id))
    expect(heard.sort((a, b) => a - b)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  })

  it('takes one message badly gets all others all the same', async () => {
    const fleet = await testFleet()
    const hook = await webhookServer()
    const answers: [number, number][] = []
    hook.way.answer = (response) => {
      const delivery = Number(hook.calls.at(-1)?.headers['abordo-delivery'])
      const status = delivery === 1 ? 500 : 200
      answers.push([delivery, status])
      response.writeHead(status).end()
    }
    await boxToldOf(fleet, hook.url)
    await told(fleet.db, { opened: [await openAlert(fleet.db, { kind: 'hot' })] })
    const { sender, clock } = senderOn(fleet.db)
    await sender.sendDue()
    clock.now += 10 * SECOND_MS
    await sender.sendDue()
    expect(answers).toEqual([
      [1, 500],
      [2, 200],
      [1, 500],
    ])
  })

  it('is paused or taken away is told nothing of what waits', async () => {
    const [fleet, hook] = [await testFleet(), await webhookServer()]
    const other = await added(fleet.db, webhookAt(hook.url))
    await boxToldOf(fleet, hook.url)
    await fleet.as('admin', 'PATCH', `/api/channels/${other.channelId}`, { paused: true })
    await fleet.as('admin', 'DELETE', '/api/channels/2')
    await senderOn(fleet.db).sender.sendDue()
    expect(hook.calls).toEqual([])
  })
})
