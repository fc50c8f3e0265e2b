import { describe, expect, it } from 'vitest'
import { backfillDevices } from '../../cli/demo/devices.ts'
import { deviceDay, deviceSketch } from '../../db/fleet/schema.ts'
import { bring, countsOf, dayOf, sketchOfPhones } from '../fakes/devices.ts'
import { aReport, testFleet } from '../fakes/fleet.ts'

const NOW = Date.parse('2026-11-26T19:00:00Z')
const sessions = (started: number) => ({ sessions: { started, ended: {} } })

describe('the demo’s past days of devices', () => {
  it('fit the riders of each route, and the city has fewer than its routes together', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aReport(0, '2026-11-24T14:00:00Z', sessions(1700))])
    await fleet.send(two, [aReport(0, '2026-11-24T14:00:00Z', sessions(340))])
    await backfillDevices(fleet, 'seed', { now: NOW, days: 3 })
    const counts = await countsOf(fleet.db)
    expect(counts).toEqual({
      'route:T1': [991, 1, 1],
      'route:T2': [194, 1, 1],
      '@vehicle': [948, 2, 2],
      '@city': [948, 2, 2],
    })
    expect(await fleet.db.select().from(deviceDay)).toMatchObject([{ date: '2026-11-24', closedAt: NOW }])
    expect(await fleet.db.select().from(deviceSketch)).toEqual([])
    await backfillDevices(fleet, 'another seed', { now: NOW, days: 3 })
    expect(await countsOf(fleet.db)).toEqual(counts)
  })

  it('leave those alone in which real portals count, and those that are still open', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z'), aReport(1441, '2026-11-25T14:01:00Z')])
    const { key } = await dayOf(fleet, bus)
    const sketch = { date: '2026-11-24', hourAt: '2026-11-24T14:00:00Z', registers: sketchOfPhones(key, [1]) }
    await bring(fleet, bus, [sketch])
    await backfillDevices(fleet, 'seed', { now: Date.parse('2026-11-26T17:00:00Z'), days: 3 })
    expect(await countsOf(fleet.db)).toEqual({})
    expect(await fleet.db.select().from(deviceDay)).toMatchObject([{ date: '2026-11-24', closedAt: null }])
  })
})
