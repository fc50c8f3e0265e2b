import { describe, expect, it } from 'vitest'
import type { AlertsAnswer } from '../../contract/alerts.ts'
import type { Fix } from '../../contract/trace.ts'
import { alert, alertEvent, delivery } from '../../db/fleet/schema.ts'
import type { TellOf } from '../../fleet-api/alerts/watch.ts'
import { tellOf } from '../../fleet-api/notify/tell.ts'
import { composeLive } from '../../fleet-api/routes/now.ts'
import { addChannelRow } from '../fakes/channel-rows.ts'
import { aReport, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { aHealth, aModem, anUplink } from '../fakes/telemetry.ts'
import { hm, putTrips } from '../fakes/timetable.ts'
import { gatewayOf, inService, look, minutesAfter, openAlerts, putOpenAlert, sendNow, upkeep } from '../fakes/watch.ts'

const at = (minutes: number) => minutesAfter(NOW, minutes)
const NO_INTERNET = anUplink({ upMs: 0, route: false, dnsMs: null, fleetMs: null })

async function aCity() {
  const fleet = await testFleet()
  await inService(fleet, NOW)
  return fleet
}

async function aBus(fleet: TestFleet, id = 'bus-1') {
  const credential = await fleet.enrol(id, 'T1')
  await sendNow(fleet, credential, NOW)
  return credential
}

describe('a bus that falls silent in service', () => {
  it('is missing once it has been silent for the threshold, since it was last heard', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    expect(await look(fleet, at(2))).toEqual({ opened: [], closed: [] })
    await look(fleet, at(10))
    expect(await openAlerts(fleet)).toEqual([])
    const { opened } = (await look(fleet, at(15))) ?? { opened: [] }
    expect(await openAlerts(fleet)).toEqual([
      {
        id: opened[0],
        kind: 'missing',
        scope: 'gateway',
        subjectId: 'bus-1',
        label: null,
        part: '',
        routeId: 'T1',
        state: 'open',
        cause: 'power',
        facts: { silentSince: '2026-11-24T14:30:00.000Z', operatorName: null },
        since: '2026-11-24T14:30:00.000Z',
        openedAt: '2026-11-24T14:45:00.000Z',
        closedAt: null,
        acknowledged: null,
        note: null,
        snoozedUntil: null,
        partOf: null,
        parts: 0,
        told: [],
      },
    ])
    expect((await gatewayOf(fleet, 'bus-1')).condition).toEqual({
      is: 'missing',
      cause: 'power',
      since: '2026-11-24T14:30:00.000Z',
      alerts: opened,
    })
  })

  it('is found by itself when it is heard again: the alert closes, and says so in its history', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    await look(fleet, at(10))
    const opened = (await look(fleet, at(15)))?.opened
    await sendNow(fleet, bus, at(16))
    expect((await gatewayOf(fleet, 'bus-1')).condition).toMatchObject({ is: 'working', alerts: opened })
    await look(fleet, at(16.5))
    expect(await openAlerts(fleet)).toHaveLength(1)
    await sendNow(fleet, bus, at(17))
    expect(await look(fleet, at(17))).toEqual({ opened: [], closed: opened })
    expect(await openAlerts(fleet)).toEqual([])
    const closed = (await (await fleet.get('/api/alerts?closed=1')).json()) as AlertsAnswer
    expect(closed).toMatchObject({
      next: null,
      alerts: [{ id: opened?.[0], state: 'closed', closedAt: '2026-11-24T14:47:00.000Z' }],
    })
    const detail = await (await fleet.get(`/api/alerts/${opened?.[0]}`)).json()
    expect(detail).toMatchObject({
      events: [
        { kind: 'opened', at: '2026-11-24T14:45:00.000Z', by: null },
        { kind: 'closed', at: '2026-11-24T14:47:00.000Z', by: null },
      ],
    })
  })

  it('is parked, and never missing, out of service', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    // 23:05 of the city.
    await sendNow(fleet, bus, '2026-11-25T05:05:00Z')
    for (const minutes of [10, 20, 60, 360])
      expect(await look(fleet, minutesAfter('2026-11-25T05:05:00Z', minutes))).toEqual({ opened: [], closed: [] })
    expect((await gatewayOf(fleet, 'bus-1')).condition).toMatchObject({ is: 'parked', cause: null, alerts: [] })
  })

  it('is missed in the morning where it is assigned to run, since its service began', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    await sendNow(fleet, bus, '2026-11-25T05:05:00Z')
    await upkeep(fleet, '2026-11-25T11:59:00Z')
    for (const now of ['2026-11-25T11:59:00Z', '2026-11-25T12:06:00Z', '2026-11-25T12:14:00Z']) await look(fleet, now)
    expect(await openAlerts(fleet)).toEqual([])
    await look(fleet, '2026-11-25T12:15:00Z')
    expect(await openAlerts(fleet)).toMatchObject([
      { kind: 'missing', since: '2026-11-25T12:00:00.000Z', facts: { silentSince: '2026-11-25T05:05:00.000Z' } },
    ])
  })
})

describe('a bus without internet', () => {
  it('is told of once that has held, with the cause in words, and closes by itself', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    for (const minute of [1, 2, 3, 4, 5]) {
      await sendNow(fleet, bus, at(minute), { uplink: NO_INTERNET })
      await look(fleet, at(minute))
    }
    expect(await openAlerts(fleet, '?gateway=bus-1')).toMatchObject([
      {
        kind: 'uplink-down',
        cause: 'no-route',
        since: '2026-11-24T14:30:00.000Z',
        openedAt: '2026-11-24T14:35:00.000Z',
      },
    ])
    expect((await gatewayOf(fleet, 'bus-1')).condition).toMatchObject({ is: 'problem', cause: 'no-route' })
    for (const minute of [6, 7, 8]) {
      await sendNow(fleet, bus, at(minute))
      await look(fleet, at(minute))
    }
    expect(await openAlerts(fleet)).toEqual([])
  })

  it('that comes back for a minute begins anew, and nobody was told', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    for (const minute of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await sendNow(fleet, bus, at(minute), minute === 4 ? {} : { uplink: NO_INTERNET })
      await look(fleet, at(minute))
    }
    expect(await fleet.db.select().from(alert)).toMatchObject([{ state: 'pending', openedAt: null }])
  })

  it('raises nothing by reports that came late, and they close nothing', async () => {
    const fleet = await aCity()
    const bus = await aBus(fleet)
    const late = Array.from({ length: 30 }, (_, index) =>
      aReport(index, minutesAfter('2026-11-24T13:00:00Z', index), { protocol: '1.2', uplink: NO_INTERNET }),
    )
    await fleet.send(bus, late)
    for (const minute of [1, 2, 3, 4, 5, 6]) {
      await sendNow(fleet, bus, at(minute))
      await fleet.send(bus, [
        aReport(100 + minute, minutesAfter('2026-11-24T13:30:00Z', minute), { protocol: '1.2', uplink: NO_INTERNET }),
      ])
      await look(fleet, at(minute))
    }
    expect(await fleet.db.select().from(alert)).toEqual([])
    for (const minute of [7, 8, 9, 10, 11, 12]) {
      await sendNow(fleet, bus, at(minute), { uplink: NO_INTERNET })
      await fleet.send(bus, [aReport(200 + minute, minutesAfter('2026-11-24T12:00:00Z', minute))])
      await look(fleet, at(minute))
    }
    const [open] = await openAlerts(fleet)
    expect(open?.kind).toBe('uplink-down')
    // Only what is old comes now: whether it has internet is not known.
    for (const minute of [16, 20, 24]) {
      await fleet.send(bus, [
        aReport(300 + minute, minutesAfter('2026-11-24T12:20:00Z', minute), { protocol: '1.2', uplink: anUplink() }),
      ])
      await look(fleet, at(minute))
    }
    expect((await openAlerts(fleet)).map(({ id }) => id)).toEqual([open?.id])
  })
})

describe('many buses of one mobile operator at once', () => {
  async function storm(fleet: TestFleet, buses: number, more: { silent?: boolean; tellOf?: TellOf } = {}) {
    const credentials: string[] = []
    const modem = aModem('wwan0', null)
    for (let bus = 0; bus < buses; bus += 1) credentials.push(await fleet.enrol(`bus-${bus}`, 'T1'))
    for (const bus of credentials) await sendNow(fleet, bus, NOW, { uplink: anUplink({ modems: [modem] }) })
    const opened: number[] = []
    const uplink = anUplink({ upMs: 0, dnsMs: null, fleetMs: null, modems: [modem] })
    for (const minute of more.silent ? [3, 5, 10, 15] : [1, 3, 5]) {
      for (const bus of more.silent ? [] : credentials) await sendNow(fleet, bus, at(minute), { uplink })
      opened.push(...((await look(fleet, at(minute), more.tellOf && { tellOf: more.tellOf }))?.opened ?? []))
    }
    return opened
  }

  it('are one alert, of which alone people are told', async () => {
    const fleet = await aCity()
    const opened = await storm(fleet, 30)
    const open = await openAlerts(fleet)
    const [group] = open.filter(({ kind }) => kind === 'operator-down')
    expect(opened).toEqual([group?.id])
    expect(group).toMatchObject({
      scope: 'operator',
      subjectId: 'Telcel',
      cause: 'mobile-operator',
      since: '2026-11-24T14:30:00.000Z',
      openedAt: '2026-11-24T14:35:00.000Z',
      facts: { gateways: 30, of: 30, silent: 0 },
      parts: 30,
    })
    const parts = open.filter(({ kind }) => kind === 'uplink-down')
    expect(parts).toHaveLength(30)
    expect(new Set(parts.map(({ partOf, cause }) => `${partOf} ${cause}`))).toEqual(
      new Set([`${group?.id} mobile-operator`]),
    )
  })

  it('are one message to whoever is told, and the alert says so', async () => {
    const fleet = await aCity()
    await addChannelRow(fleet, { kind: 'email', name: 'Taller norte' })
    await storm(fleet, 12, { tellOf })
    expect((await fleet.db.select().from(delivery)).map(({ body }) => body.what)).toEqual(['opened'])
    expect((await openAlerts(fleet)).filter(({ told }) => told.length > 0)).toMatchObject([
      { kind: 'operator-down', told: [{ channel: 'Taller norte', kind: 'email', at: null }] },
    ])
  })

  it('that fall silent are one alert too', async () => {
    const fleet = await aCity()
    const opened = await storm(fleet, 30, { silent: true })
    const open = await openAlerts(fleet)
    expect(open.filter(({ partOf }) => partOf === null)).toMatchObject([
      { kind: 'operator-down', since: '2026-11-24T14:30:00.000Z', facts: { silent: 30 }, parts: 30 },
    ])
    expect(opened).toHaveLength(1)
  })

  it('are told of one by one where they are too few', async () => {
    const fleet = await aCity()
    const opened = await storm(fleet, 9)
    expect(opened).toHaveLength(9)
    expect((await openAlerts(fleet)).map(({ kind }) => kind)).toEqual(Array(9).fill('uplink-down'))
  })
})

describe('what is known', () => {
  it('outlives a restart, and two processes that look at once open one', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    await look(fleet, at(10))
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const both = await Promise.all([look(fleet, at(15)), look(other, at(15)), look(fleet, at(15))])
    await look(other, at(15.5))
    expect(both.flatMap((one) => one?.opened ?? [])).toHaveLength(1)
    expect(await openAlerts(fleet)).toHaveLength(1)
    expect((await fleet.db.select().from(alertEvent)).map(({ kind }) => kind)).toEqual(['opened'])
  })

  it('is told within the transaction: where that fails nothing has opened, and the next pass opens it', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    await look(fleet, at(10))
    const tellOf = async () => {
      throw new Error('cannot tell')
    }
    await expect(look(fleet, at(15), { tellOf })).rejects.toThrow('cannot tell')
    expect(await openAlerts(fleet)).toEqual([])
    const told: unknown[] = []
    const result = await look(fleet, at(15.5), {
      tellOf: async (_tx, changed) => {
        told.push(changed)
      },
    })
    expect(result?.opened).toHaveLength(1)
    expect(told).toEqual([result])
  })

  it('of a time in which the fleet itself was off is nothing: buses have their time to be heard again', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    await look(fleet, at(1))
    expect(await look(fleet, at(60))).toEqual({ opened: [], closed: [] })
    expect(await look(fleet, at(64))).toEqual({ opened: [], closed: [] })
    for (const minute of [68, 72]) await look(fleet, at(minute))
    expect(await openAlerts(fleet)).toEqual([])
    await look(fleet, at(75))
    expect(await openAlerts(fleet)).toMatchObject([
      { since: '2026-11-24T15:30:00.000Z', facts: { silentSince: '2026-11-24T14:30:00.000Z' } },
    ])
  })
})

describe('alerts that closed long ago', () => {
  it('go after 400 days, with their history; open ones stay', async () => {
    const fleet = await testFleet()
    const day = 86_400_000
    const now = Date.parse(NOW)
    const old = await putOpenAlert(fleet, { state: 'closed', closedAt: now - 400 * day - 1 })
    const kept = await putOpenAlert(fleet, { state: 'closed', closedAt: now - 400 * day })
    const open = await putOpenAlert(fleet)
    await fleet.db.transaction(async (tx) => {
      for (const alertId of [old, kept, open])
        await tx.insert(alertEvent).values({ alertId, at: 0, kind: 'opened', details: {} })
    })
    await upkeep(fleet, NOW)
    expect((await fleet.db.select().from(alert)).map(({ alertId }) => alertId)).toEqual([kept, open])
    expect((await fleet.db.select().from(alertEvent)).map(({ alertId }) => alertId)).toEqual([kept, open])
  })
})

describe('the threshold of a kind', () => {
  it('is the gateway’s, its route’s or the fleet’s', async () => {
    const fleet = await aCity()
    const buses = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1'), await fleet.enrol('bus-3', 'T2')]
    await fleet.as('admin', 'PUT', '/api/alerts/thresholds', { hotC: 60, hotMinutes: 2 })
    await fleet.as('admin', 'PUT', '/api/alerts/thresholds/routes/T1', { hotC: 70 })
    await fleet.as('admin', 'PUT', '/api/alerts/thresholds/gateways/bus-2', { off: ['hot'] })
    for (const minute of [0, 1, 2]) {
      for (const bus of buses) await sendNow(fleet, bus, at(minute), { health: aHealth({ temperatureC: 65 }) })
      await look(fleet, at(minute))
    }
    expect(await openAlerts(fleet)).toMatchObject([{ subjectId: 'bus-3', kind: 'hot', routeId: 'T2' }])
    for (const minute of [3, 4, 5]) {
      for (const bus of buses) await sendNow(fleet, bus, at(minute), { health: aHealth({ temperatureC: 70 }) })
      await look(fleet, at(minute))
    }
    expect((await openAlerts(fleet)).map(({ subjectId }) => subjectId).sort()).toEqual(['bus-1', 'bus-3'])
  })

  it('of a SIM’s month counts what it has used so far, and is told again at the next share', async () => {
    const fleet = await aCity()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/alerts/thresholds', { simOctets: 1000 })
    const used = (received: number) => ({
      uplink: anUplink({ modems: [aModem('wwan0', { received, sent: 0 }), aModem('wwan1', { received: 1, sent: 1 })] }),
    })
    await sendNow(fleet, bus, NOW, used(800))
    await look(fleet, NOW)
    expect(await openAlerts(fleet)).toMatchObject([
      { kind: 'sim-quota', part: 'wwan0', facts: { usedOctets: 800, simOctets: 1000, share: 0.75 } },
    ])
    await sendNow(fleet, bus, at(5), used(150))
    await look(fleet, at(5))
    await look(fleet, at(10))
    expect(await openAlerts(fleet)).toMatchObject([{ facts: { usedOctets: 950, share: 0.95 }, openedAt: at(10) }])
  })

  it('of riders’ reports counts those that nobody has answered', async () => {
    const fleet = await aCity()
    const bus = await fleet.enrol('bus-1', 'T1')
    const problems = ['A', 'B', 'C'].map((ticket) => ({
      ticket: `AAA${ticket}`,
      reportedAt: '2026-11-24T14:20:00Z',
      kind: 'slow' as const,
      text: '',
    }))
    await sendNow(fleet, bus, NOW, { problems })
    await look(fleet, NOW)
    expect(await openAlerts(fleet)).toMatchObject([
      { kind: 'rider-problems', facts: { reports: 3 }, since: '2026-11-24T14:20:00.000Z' },
    ])
  })
})

describe('the live stream', () => {
  it('tells how many alerts are open, and is told when that changes', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    let changes = 0
    const changed = () => {
      changes += 1
    }
    await look(fleet, at(10), { changed })
    expect(changes).toBe(0)
    await look(fleet, at(15), { changed })
    expect(changes).toBe(1)
    expect((await composeLive(fleet.db, Date.parse(at(15)))).alerts).toEqual({ open: 1, unacknowledged: 1 })
    const [open] = await openAlerts(fleet)
    await fleet.as('operator', 'POST', `/api/alerts/${open?.id}/acknowledge`, {})
    expect((await composeLive(fleet.db, Date.parse(at(15)))).alerts).toEqual({ open: 1, unacknowledged: 0 })
  })
})

describe('a fleet that has just started', () => {
  it('works out for itself whether the service runs', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, [{ tripId: 'a', routeId: 'T1', startS: hm(6), endS: hm(23), frequencies: null }])
    await aBus(fleet)
    await look(fleet, at(15))
    expect((await openAlerts(fleet)).map(({ kind }) => kind)).toEqual(['missing'])
  })
})

describe('a gateway whose credential is taken away', () => {
  it('is missed by nobody any more: its alert closes', async () => {
    const fleet = await aCity()
    await aBus(fleet)
    await look(fleet, at(15))
    await fleet.as('operator', 'POST', '/api/gateways/bus-1/revoke')
    await look(fleet, at(17))
    expect(await openAlerts(fleet)).toEqual([])
    expect((await gatewayOf(fleet, 'bus-1')).condition).toMatchObject({ is: 'missing', cause: 'enrolment' })
  })
})

describe('a bus that is driven in', () => {
  it('is parked when it stood before it fell silent, though its route runs on', async () => {
    const fleet = await aCity()
    const [driven, driving] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    for (let minute = 0; minute <= 10; minute += 1) {
      const end = (minute + 1) * 60_000
      const stands = [10_000, 50_000].map((ms): Fix => [end - 60_000 + ms, 21.1, -101.6, -1])
      const moves = stands.map(([ms, lat, lon]): Fix => [ms, lat + ms / 1e7, lon, -1])
      const uptime = { startedUptimeMs: end - 60_000, endedUptimeMs: end, seq: minute, protocol: '1.3' }
      await sendNow(fleet, driven, at(minute), { ...uptime, trace: stands })
      await sendNow(fleet, driving, at(minute), { ...uptime, trace: moves })
    }
    await look(fleet, at(20))
    await look(fleet, at(30))
    expect((await gatewayOf(fleet, 'bus-1')).condition).toMatchObject({ is: 'parked', alerts: [] })
    expect((await openAlerts(fleet)).map(({ subjectId }) => subjectId)).toEqual(['bus-2'])
  })
})
