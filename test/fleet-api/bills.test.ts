import { describe, expect, it } from 'vitest'
import { LONGEST_CSV } from '../../contract/bills.ts'
import { gatewayModemDay } from '../../db/fleet/schema.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

const BILL = { carrier: 'Telcel', month: '2026-10', csv: 'sim,octets,amount\nA1,1100,10.50\nA2,900,5\nA9,70,\n' }
const SIMS = { csv: 'sim,gateway_id,port\nA1,bus-1,wwan0\nA2,bus-2,\nA3,bus-1,wwan1\n' }
const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000

/** Octets received and sent over a port on a day of UTC. */
const used = (fleet: TestFleet, gatewayId: string, port: string, date: string, octets: readonly [number, number]) =>
  fleet.db.transaction((tx) =>
    tx
      .insert(gatewayModemDay)
      .values({ gatewayId, port, dayAt: day(date), receivedOctets: octets[0], sentOctets: octets[1] }),
  )

async function withSims() {
  const fleet = await testFleet()
  await fleet.enrol('bus-1', 'T1')
  await fleet.enrol('bus-2', 'T2')
  await fleet.as('operator', 'PUT', '/api/sims', SIMS)
  await used(fleet, 'bus-1', 'wwan0', '2026-09-30', [5000, 0])
  await used(fleet, 'bus-1', 'wwan0', '2026-10-01', [400, 100])
  await used(fleet, 'bus-1', 'wwan0', '2026-10-31', [400, 100])
  await used(fleet, 'bus-1', 'wwan0', '2026-11-01', [5000, 0])
  await used(fleet, 'bus-1', 'wwan1', '2026-10-05', [30, 3])
  await used(fleet, 'bus-2', '', '2026-10-05', [1000, 0])
  return fleet
}
const ask = async (fleet: TestFleet, path: string) => (await fleet.get(path)).json()
const send = (fleet: TestFleet, more: object = {}) => fleet.as('operator', 'POST', '/api/bills', { ...BILL, ...more })

describe('a carrier’s bill', () => {
  it('is here once, however often it is sent at the same moment', async () => {
    const fleet = await testFleet()
    const answers = await Promise.all([send(fleet), send(fleet), send(fleet)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  })

  it('stands beside what was measured over its SIMs in the month', async () => {
    const fleet = await withSims()
    const summary = {
      id: 1,
      carrier: 'Telcel',
      month: '2026-10',
      importedAt: '2026-11-24T14:30:00.000Z',
      sims: 3,
      billedOctets: 2070,
      amount: 15.5,
      comparedSims: 2,
      comparedOctets: 2000,
      measuredOctets: 2000,
      difference: 0,
    }
    expect(await (await send(fleet)).json()).toEqual(summary)
    expect(await ask(fleet, '/api/bills')).toEqual({ bills: [summary], next: null })
    expect(await ask(fleet, '/api/bills/1')).toEqual({
      ...summary,
      lines: [
        {
          sim: 'A1',
          gatewayId: 'bus-1',
          port: 'wwan0',
          billedOctets: 1100,
          amount: 10.5,
          measuredOctets: 1000,
          difference: 0.1,
        },
        {
          sim: 'A2',
          gatewayId: 'bus-2',
          port: '',
          billedOctets: 900,
          amount: 5,
          measuredOctets: 1000,
          difference: -0.1,
        },
        {
          sim: 'A9',
          gatewayId: null,
          port: null,
          billedOctets: 70,
          amount: null,
          measuredOctets: null,
          difference: null,
        },
      ],
      notBilled: [{ gatewayId: 'bus-1', port: 'wwan1', measuredOctets: 33 }],
    })
  })

  it('leaves out of what is not billed the SIMs of the month’s other bills', async () => {
    const fleet = await withSims()
    await send(fleet)
    await send(fleet, { carrier: 'Movistar', csv: 'sim,octets\nA3,33' })
    expect(await ask(fleet, '/api/bills/1')).toMatchObject({ notBilled: [] })
    expect(await ask(fleet, '/api/bills/2')).toMatchObject({ notBilled: [], difference: 0 })
  })

  it('comes in pages of twelve, the newest months first', async () => {
    const fleet = await testFleet()
    const months = Array.from(
      { length: 13 },
      (_, at) => `20${25 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    )
    for (const month of months) await send(fleet, { month })
    await send(fleet, { month: '2025-02', carrier: 'Movistar' })
    const first = (await ask(fleet, '/api/bills')) as { bills: { month: string }[]; next: string }
    expect(first.bills).toHaveLength(12)
    expect(first.bills.map(({ month }) => month).slice(0, 2)).toEqual(['2026-01', '2025-12'])
    expect(first.next).toBe('2025-02.14')
    expect(await ask(fleet, `/api/bills?before=${first.next}`)).toMatchObject({
      bills: [
        { month: '2025-02', carrier: 'Telcel' },
        { month: '2025-01', carrier: 'Telcel' },
      ],
      next: null,
    })
    expect((await fleet.get('/api/bills?before=x')).status).toBe(400)
  })

  it('finds a SIM of an uplink that nobody bills, and an uplink’s own interface only where it holds one', async () => {
    const fleet = await withSims()
    await used(fleet, 'bus-1', '', '2026-10-05', [1033, 0])
    await send(fleet, { csv: 'sim,octets\nA1,1000\nA3,33' })
    expect(await ask(fleet, '/api/bills/1')).toMatchObject({
      notBilled: [{ gatewayId: 'bus-2', port: '', measuredOctets: 1000 }],
    })
  })

  it('says nothing of a difference where nothing was measured', async () => {
    const fleet = await testFleet()
    await send(fleet)
    expect(await ask(fleet, '/api/bills/1')).toMatchObject({ comparedSims: 0, measuredOctets: 0, difference: null })
  })

  it('is kept whole or not at all', async () => {
    const fleet = await testFleet()
    const answer = await send(fleet, { csv: 'sim,octets\nA1,10\nA2,x\n' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'bad-csv', detail: expect.stringContaining('line 3 has “x”') })
    expect(await ask(fleet, '/api/bills')).toEqual({ bills: [], next: null })
  })

  it('is there once: a second one of the same carrier and month is refused until the first is removed', async () => {
    const fleet = await testFleet()
    await send(fleet)
    expect(await (await send(fleet)).json()).toMatchObject({
      detail: 'The bill of Telcel for 2026-10 is here already: remove that one first.',
    })
    expect((await fleet.as('operator', 'DELETE', '/api/bills/1')).status).toBe(200)
    expect((await fleet.as('operator', 'DELETE', '/api/bills/1')).status).toBe(404)
    expect((await fleet.get('/api/bills/1')).status).toBe(404)
    expect((await send(fleet)).status).toBe(200)
  })

  it('may name twenty thousand SIMs, and is refused where it is larger than a file may be', async () => {
    const fleet = await testFleet()
    const row = (at: number) => `${8952020000000000000n + BigInt(at)},${at}`
    const csv = ['sim,octets', ...Array.from({ length: 20_000 }, (_, at) => row(at))].join('\n')
    expect(csv.length).toBeLessThan(LONGEST_CSV)
    expect(await (await send(fleet, { csv })).json()).toMatchObject({ sims: 20_000 })
    expect((await send(fleet, { carrier: 'x', csv: 'a'.repeat(LONGEST_CSV + 1) })).status).toBe(400)
    expect((await send(fleet, { carrier: 'x', csv: 'a'.repeat(2 * LONGEST_CSV + 2000) })).status).toBe(413)
    expect((await fleet.as('admin', 'POST', '/api/share-links', { label: 'a'.repeat(70_000) })).status).toBe(413)
  })

  it.each([
    ['GET', '/api/bills', undefined, 200],
    ['GET', '/api/sims', undefined, 200],
    ['POST', '/api/bills', BILL, 403],
    ['PUT', '/api/sims', SIMS, 403],
  ] as const)('is an official’s to read: %s %s', async (method, path, body, status) => {
    expect((await (await testFleet()).as('official', method, path, body)).status).toBe(status)
  })
})

describe('the list of SIMs', () => {
  it('takes the place of the one before, and leaves how many they were in the audit log', async () => {
    const fleet = await withSims()
    const answer = await fleet.as('operator', 'PUT', '/api/sims', { csv: 'sim,gateway_id\nB1,bus-2' })
    expect(await answer.json()).toEqual({ sims: 1 })
    expect(await ask(fleet, '/api/sims')).toEqual({ sims: [{ sim: 'B1', gatewayId: 'bus-2', port: '' }] })
    const { entries } = (await (await fleet.as('admin', 'GET', '/api/audit?limit=1')).json()) as { entries: object[] }
    expect(entries[0]).toMatchObject({ action: 'sims set', details: { sims: [3, 1] } })
  })

  it('is as it was where a line is wrong', async () => {
    const fleet = await withSims()
    const answer = await fleet.as('operator', 'PUT', '/api/sims', { csv: 'sim,gateway_id\nB1,bus-9' })
    expect(await answer.json()).toMatchObject({
      status: 422,
      detail:
        'Nothing was saved. Correct the file and send it again: line 2 names the gateway “bus-9”, which there is not.',
    })
    expect(await ask(fleet, '/api/sims')).toMatchObject({ sims: [{ sim: 'A1' }, { sim: 'A2' }, { sim: 'A3' }] })
  })
})
