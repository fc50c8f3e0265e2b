import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { DeliveryBody } from '../../contract/channels.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { alert, gateway } from '../../db/fleet/schema.ts'
import { tellOf } from '../../fleet-api/notify/tell.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
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
  told,
  webhookAt,
} from '../fakes/alerts.ts'
import { testFleet } from '../fakes/fleet.ts'
import { webhookServer } from '../fakes/webhook-server.ts'

const DAY_MS = 1440 * MINUTE_MS

async function fleetWithWorkshop() {
  const fleet = await testFleet()
  await addBus(fleet.db, 'bus-1043')
  await added(fleet.db, emailTo('taller@example.mx'))
  return fleet
}

async function messagesIn(db: FleetDatabase): Promise<[number, DeliveryBody['what'], number[]][]> {
  return (await deliveriesIn(db)).map(({ channelId, body }) => [channelId, body.what, body.alerts])
}

async function snoozeBus(db: FleetDatabase, until: number): Promise<void> {
  await db.transaction((tx) => tx.update(gateway).set({ snoozedUntil: until }).where(eq(gateway.gatewayId, 'bus-1043')))
}

describe('channels are told', () => {
  it('each of the kinds that it wants', async () => {
    const { db } = await fleetWithWorkshop()
    await added(db, webhookAt('http://10.0.0.7/alerts', { kinds: ['hot', 'disk'] }))
    const [down, hot] = [await openAlert(db), await openAlert(db, { kind: 'hot' })]
    await told(db, { opened: [down, hot] })
    expect(await messagesIn(db)).toEqual([
      [1, 'opened', [down]],
      [1, 'opened', [hot]],
      [2, 'opened', [hot]],
    ])
  })

  it('nothing where another alert stands for it, but of that one', async () => {
    const { db } = await fleetWithWorkshop()
    const storm = await openAlert(db, { kind: 'operator-down', scope: 'operator', subjectId: 'Telcel' })
    const part = await openAlert(db, { partOf: storm })
    await told(db, { opened: [part, storm] })
    expect(await messagesIn(db)).toEqual([[1, 'opened', [storm]]])
  })

  it('nothing while they are paused', async () => {
    const fleet = await fleetWithWorkshop()
    await fleet.as('admin', 'PATCH', '/api/channels/1', { paused: true })
    await told(fleet.db, { opened: [await openAlert(fleet.db)] })
    expect(await messagesIn(fleet.db)).toEqual([])
  })

  it('of an end where they were told of the opening, or will be', async () => {
    const [{ db }, hook] = [await testFleet(), await webhookServer()]
    await addBus(db, 'bus-1043')
    const before = await openAlert(db)
    await added(db, webhookAt(hook.url))
    const after = await openAlert(db)
    await told(db, { opened: [after] })
    await senderOn(db).sender.sendDue()
    await told(db, { closed: [before, after] })
    expect(await messagesIn(db)).toEqual([
      [1, 'opened', [after]],
      [1, 'closed', [after]],
    ])
  })

  it('of opening and end at once, where nobody has begun to send the opening', async () => {
    const { db } = await fleetWithWorkshop()
    const id = await openAlert(db)
    await told(db, { opened: [id] })
    await changeAlert(db, id, { state: 'closed', closedAt: NOW_MS })
    await told(db, { closed: [id] })
    expect(await messagesIn(db)).toEqual([[1, 'closed', [id]]])
  })

  it('the same once, however often it is said', async () => {
    const { db } = await fleetWithWorkshop()
    const id = await openAlert(db)
    await told(db, { opened: [id, id] })
    await told(db, { opened: [id] })
    expect(await messagesIn(db)).toEqual([[1, 'opened', [id]]])
  })

  it('together with what opened the alerts, or not at all', async () => {
    const { db } = await fleetWithWorkshop()
    const id = await openAlert(db)
    const failing = db.transaction(async (tx) => {
      await tellOf(tx, { opened: [id], closed: [] }, NOW_MS)
      throw new Error('the disk is full')
    })
    await expect(failing).rejects.toThrow('the disk is full')
    expect(await messagesIn(db)).toEqual([])
  })
})

describe('what is snoozed', () => {
  it('is told to nobody, and when the snooze ends by itself it is', async () => {
    const { db } = await fleetWithWorkshop()
    const id = await openAlert(db, { snoozedUntil: NOW_MS + 30 * MINUTE_MS })
    await told(db, { opened: [id] })
    await told(db, {}, NOW_MS + 30 * MINUTE_MS - 1)
    expect(await messagesIn(db)).toEqual([])
    await told(db, {}, NOW_MS + 30 * MINUTE_MS)
    await told(db, {}, NOW_MS + 31 * MINUTE_MS)
    expect(await messagesIn(db)).toEqual([[1, 'opened', [id]]])
  })

  it('may be a whole gateway', async () => {
    const { db } = await fleetWithWorkshop()
    await snoozeBus(db, NOW_MS + DAY_MS)
    const id = await openAlert(db)
    await told(db, { opened: [id] })
    expect(await messagesIn(db)).toEqual([])
    await told(db, {}, NOW_MS + DAY_MS + MINUTE_MS)
    expect(await messagesIn(db)).toEqual([[1, 'opened', [id]]])
  })

  it('and has ended before the snooze did is told to nobody', async () => {
    const { db } = await fleetWithWorkshop()
    const id = await openAlert(db, { snoozedUntil: NOW_MS + 30 * MINUTE_MS })
    await told(db, { opened: [id] })
    await changeAlert(db, id, { state: 'closed', closedAt: NOW_MS + MINUTE_MS })
    await told(db, { closed: [id] }, NOW_MS + MINUTE_MS)
    await told(db, {}, NOW_MS + 31 * MINUTE_MS)
    expect(await messagesIn(db)).toEqual([])
  })
})

describe('a storm', () => {
  it('of 300 alerts comes as three messages and a digest, and its end as one more', async () => {
    const [{ db }, hook] = [await testFleet(), await webhookServer()]
    await addBus(db, 'bus-1043')
    await added(db, webhookAt(hook.url))
    const ids: number[] = []
    for (let index = 0; index < 300; index += 1) ids.push(await openAlert(db))
    await told(db, { opened: ids.slice(0, 100) })
    await told(db, { opened: ids.slice(100) }, NOW_MS + MINUTE_MS)
    const { sender, clock } = senderOn(db)
    await sender.sendDue()
    expect(hook.calls.map(({ headers }) => headers['abordo-event'])).toEqual(['opened', 'opened', 'opened'])
    clock.now += 5 * MINUTE_MS
    await sender.sendDue()
    expect(JSON.parse(hook.calls[3]?.body ?? '').subject).toBe('297 alertas: 297 sin internet')

    const digest = JSON.parse(hook.calls[3]?.body ?? '')
    expect(digest.alerts).toHaveLength(200)
    expect([...digest.alerts.map(({ id }: { id: number }) => id), ...digest.others]).toEqual(ids.slice(3))

    clock.now += MINUTE_MS
    await db.transaction((tx) => tx.update(alert).set({ state: 'closed', closedAt: clock.now }))
    await told(db, { closed: ids }, clock.now)
    clock.now += 5 * MINUTE_MS
    await sender.sendDue()
    expect((await deliveriesIn(db)).map(({ failure }) => failure)).toEqual([null, null, null, null, null])
    expect(hook.calls).toHaveLength(5)
    expect(JSON.parse(hook.calls[4]?.body ?? '').subject).toBe('300 alertas resueltas')
  })

  it('has the gravest told by themselves: of a whole network, then of buses without WiFi', async () => {
    const { db } = await fleetWithWorkshop()
    const opened = [
      await openAlert(db, { kind: 'hot' }),
      await openAlert(db, { kind: 'rider-problems' }),
      await openAlert(db),
      await openAlert(db, { kind: 'missing' }),
      await openAlert(db, { kind: 'operator-down', scope: 'operator', subjectId: 'Telcel' }),
    ]
    await told(db, { opened })
    expect(await messagesIn(db)).toEqual([
      [1, 'opened', [opened[4]]],
      [1, 'opened', [opened[3]]],
      [1, 'opened', [opened[2]]],
      [1, 'digest', [opened[0], opened[1]]],
    ])
  })

  it('is told as it stands when its digest goes out', async () => {
    const [{ db }, hook] = [await testFleet(), await webhookServer()]
    await addBus(db, 'bus-1043')
    await added(db, webhookAt(hook.url))
    const ids: number[] = []
    for (let index = 0; index < 5; index += 1) ids.push(await openAlert(db))
    await told(db, { opened: ids })
    const { sender, clock } = senderOn(db)
    await sender.sendDue()
    clock.now += 4 * MINUTE_MS
    await changeAlert(db, ids[4] ?? 0, { state: 'closed', closedAt: clock.now })
    await told(db, { closed: [ids[4] ?? 0] }, clock.now)
    clock.now += MINUTE_MS
    await sender.sendDue()
    expect(JSON.parse(hook.calls[3]?.body ?? '').subject).toBe('1 alerta: 1 sin internet · 1 resuelta')
    expect(hook.calls).toHaveLength(4)
  })
})

it('what was sent is kept for three months, and what still waits for longer', async () => {
  const [{ db }, hook] = [await testFleet(), await webhookServer()]
  await added(db, webhookAt(hook.url))
  await told(db, { opened: [await openAlert(db)] })
  await senderOn(db).sender.sendDue()
  await told(db, { opened: [await openAlert(db)] })
  const upkeep = { db, breathe: async () => undefined, stopping: () => false }
  await tidyUp({ ...upkeep, now: NOW_MS + 90 * DAY_MS })
  expect(await messagesIn(db)).toHaveLength(2)
  await tidyUp({ ...upkeep, now: NOW_MS + 90 * DAY_MS + 1 })
  expect(await messagesIn(db)).toEqual([[1, 'opened', [2]]])
})
