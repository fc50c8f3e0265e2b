import { describe, expect, it } from 'vitest'
import { DEFAULT_THRESHOLDS } from '../../contract/alerts.ts'
import { aDelivery, addChannelRow } from '../fakes/channel-rows.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { openAlerts, putOpenAlert } from '../fakes/watch.ts'

const LATER = '2026-11-25T12:00:00.000Z'
const say = async (fleet: TestFleet, method: string, path: string, body?: unknown) => {
  const answer = await fleet.as('operator', method, path, body)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('what people say of an alert', () => {
  it('is acknowledged with a note, which its history keeps', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const id = await putOpenAlert(fleet)
    await say(fleet, 'POST', `/api/alerts/${id}/acknowledge`, { note: 'Van on its way' })
    expect(await openAlerts(fleet)).toMatchObject([
      { id, note: 'Van on its way', acknowledged: { at: '2026-11-24T14:30:00.000Z', by: null } },
    ])
    await say(fleet, 'POST', `/api/alerts/${id}/note`, { note: 'Antenna was loose' })
    const { body } = await say(fleet, 'POST', `/api/alerts/${id}/note`, { note: null })
    expect(body).toMatchObject({
      note: null,
      acknowledged: { at: '2026-11-24T14:30:00.000Z' },
      events: [
        { kind: 'acknowledged', details: { note: 'Van on its way' } },
        { kind: 'noted', details: { note: 'Antenna was loose' } },
        { kind: 'noted', details: { note: null } },
      ],
    })
  })

  it('is snoozed until a time to come, alone or with its whole gateway', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const id = await putOpenAlert(fleet)
    expect((await say(fleet, 'POST', `/api/alerts/${id}/snooze`, { until: LATER })).body).toMatchObject({
      snoozedUntil: LATER,
    })
    expect((await say(fleet, 'DELETE', `/api/alerts/${id}/snooze`)).body).toMatchObject({ snoozedUntil: null })
    const snoozed = { until: LATER, reason: 'In the workshop' }
    expect((await say(fleet, 'PUT', '/api/gateways/bus-1/snooze', snoozed)).body).toEqual({ id: 'bus-1', snoozed })
    expect(await openAlerts(fleet)).toMatchObject([{ id, snoozedUntil: LATER }])
    expect((await say(fleet, 'GET', '/api/gateways/bus-1')).body).toMatchObject({ snoozed })
    fleet.setNow(LATER)
    expect(await openAlerts(fleet)).toMatchObject([{ id, snoozedUntil: null }])
    fleet.setNow('2026-11-24T14:30:00Z')
    await say(fleet, 'DELETE', '/api/gateways/bus-1/snooze')
    expect((await say(fleet, 'GET', '/api/gateways/bus-1')).body).toMatchObject({ snoozed: null })
  })

  it.each([
    ['a time that has passed', 'POST', 'snooze', { until: '2026-11-24T14:29:00Z' }, 400],
    ['more than a year', 'POST', 'snooze', { until: '2028-01-01T00:00:00Z' }, 400],
    ['an empty note', 'POST', 'note', { note: ' ' }, 400],
  ])('is refused: %s', async (_what, method, path, body, status) => {
    const fleet = await testFleet()
    const id = await putOpenAlert(fleet)
    expect((await say(fleet, method, `/api/alerts/${id}/${path}`, body)).status).toBe(status)
  })

  it('of one that has closed is a note alone, and of one that nobody was told of nothing', async () => {
    const fleet = await testFleet()
    const closed = await putOpenAlert(fleet, { state: 'closed', closedAt: 3000 })
    const pending = await putOpenAlert(fleet, { state: 'pending', openedAt: null })
    expect((await say(fleet, 'POST', `/api/alerts/${closed}/acknowledge`, {})).status).toBe(400)
    expect((await say(fleet, 'POST', `/api/alerts/${closed}/note`, { note: 'It was the fuse' })).status).toBe(200)
    expect((await say(fleet, 'POST', `/api/alerts/${pending}/note`, { note: 'x' })).status).toBe(404)
    expect((await say(fleet, 'GET', `/api/alerts/${pending}`)).status).toBe(404)
    expect((await fleet.as('official', 'POST', `/api/alerts/${closed}/note`, { note: 'x' })).status).toBe(403)
  })

  it('comes in pages, of those that have closed', async () => {
    const fleet = await testFleet()
    for (let index = 0; index < 101; index += 1) await putOpenAlert(fleet, { state: 'closed', closedAt: 3000 })
    const first = (await say(fleet, 'GET', '/api/alerts?closed=1')).body as { alerts: { id: number }[]; next: number }
    expect([first.alerts.length, first.alerts[0]?.id, first.next]).toEqual([100, 101, 2])
    const second = (await say(fleet, 'GET', `/api/alerts?closed=1&before=${first.next}`)).body
    expect(second).toMatchObject({ alerts: [{ id: 1 }], next: null })
  })
})

describe('who is told', () => {
  it('is said with each alert: who was, and who is still to be', async () => {
    const fleet = await testFleet()
    const id = await putOpenAlert(fleet)
    const mail = await addChannelRow(fleet, { kind: 'email', name: 'Taller norte' })
    const hook = await addChannelRow(fleet, { kind: 'webhook', name: 'Mesa de control' })
    await aDelivery(fleet, { channelId: mail, alerts: [id], sentAt: Date.parse('2026-11-24T14:31:00Z') })
    await aDelivery(fleet, { channelId: hook, alerts: [id], sentAt: null })
    expect(await openAlerts(fleet)).toMatchObject([
      {
        told: [
          { channel: 'Taller norte', kind: 'email', at: '2026-11-24T14:31:00.000Z' },
          { channel: 'Mesa de control', kind: 'webhook', at: null },
        ],
      },
    ])
  })
})

describe('thresholds', () => {
  it('are the narrower, field by field, over the defaults', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const admin = (method: string, path: string, body?: unknown) => fleet.as('admin', method, path, body)
    await admin('PUT', '/api/alerts/thresholds', { hotC: 90, missingMinutes: 20 })
    const route = { hotC: 70 }
    await say(fleet, 'PUT', '/api/alerts/thresholds/routes/T1', route)
    const { body } = await say(fleet, 'PUT', '/api/alerts/thresholds/gateways/bus-1', { off: ['disk'] })
    expect(body).toEqual({
      layer: { id: 'bus-1', fields: { off: ['disk'] }, updatedAt: '2026-11-24T14:30:00.000Z' },
      effective: { ...DEFAULT_THRESHOLDS, off: ['disk'], hotC: 70, missingMinutes: 20 },
    })
    const all = (await say(fleet, 'GET', '/api/alerts/thresholds')).body
    expect(all).toMatchObject({
      fleet: { fields: { hotC: 90, missingMinutes: 20 } },
      routes: [{ id: 'T1', fields: route }],
      gateways: [{ id: 'bus-1', fields: { off: ['disk'] } }],
      effective: { ...DEFAULT_THRESHOLDS, hotC: 90, missingMinutes: 20 },
    })
    await say(fleet, 'DELETE', '/api/alerts/thresholds/routes/T1')
    await admin('DELETE', '/api/alerts/thresholds')
    expect((await say(fleet, 'DELETE', '/api/alerts/thresholds/gateways/bus-1')).body).toEqual({
      layer: null,
      effective: DEFAULT_THRESHOLDS,
    })
  })

  it.each([
    ['operator', '/api/alerts/thresholds', { hotC: 80 }, 403],
    ['operator', '/api/alerts/thresholds/routes/none', { hotC: 80 }, 404],
    ['operator', '/api/alerts/thresholds/gateways/none', { hotC: 80 }, 404],
    ['admin', '/api/alerts/thresholds', { hotC: 300 }, 400],
    ['admin', '/api/alerts/thresholds', { hot: 80 }, 400],
    ['official', '/api/alerts/thresholds/routes/T1', { hotC: 80 }, 403],
  ] as const)('of an %s at %s, %j, are answered with %i', async (role, path, fields, status) => {
    const fleet = await testFleet()
    expect((await fleet.as(role, 'PUT', path, fields)).status).toBe(status)
  })
})
