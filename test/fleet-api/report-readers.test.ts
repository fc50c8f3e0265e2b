import { describe, expect, it } from 'vitest'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

const PATH = '/api/report-readers'
const add = (fleet: TestFleet, body: object) => fleet.as('admin', 'POST', PATH, body)
const readers = async (fleet: TestFleet) => (await fleet.as('admin', 'GET', PATH)).json()

describe('whom the month’s report is sent to', () => {
  it('is added with a language, told in the order of adding, and removed', async () => {
    const fleet = await testFleet({ sendsEmail: true })
    const made = await add(fleet, { address: 'Regidora@Leon.example' })
    expect(await made.json()).toEqual({
      id: 1,
      address: 'regidora@leon.example',
      language: 'es',
      lastMonth: null,
      failure: null,
    })
    await add(fleet, { address: 'press@leon.example', language: 'en' })
    expect(await readers(fleet)).toMatchObject({ readers: [{ id: 1 }, { id: 2, language: 'en' }], email: true })
    expect(await (await fleet.as('admin', 'DELETE', `${PATH}/1`)).json()).toEqual({ id: 1 })
    expect(await readers(fleet)).toMatchObject({ readers: [{ id: 2 }] })
    expect((await fleet.as('admin', 'DELETE', `${PATH}/1`)).status).toBe(404)
  })

  it('is an address once, however it is written', async () => {
    const fleet = await testFleet()
    await add(fleet, { address: 'a@leon.example' })
    const again = await add(fleet, { address: 'A@leon.example' })
    expect(await again.json()).toMatchObject({ status: 400, detail: 'The report is sent to this address already.' })
    expect((await add(fleet, { address: 'nobody' })).status).toBe(400)
  })

  it('says whether this fleet can send e-mail at all', async () => {
    expect(await readers(await testFleet())).toEqual({ readers: [], email: false })
  })

  it('is in no log by address', async () => {
    const fleet = await testFleet()
    await add(fleet, { address: 'a@leon.example' })
    await fleet.as('admin', 'DELETE', `${PATH}/1`)
    const log = JSON.stringify(await (await fleet.as('admin', 'GET', '/api/audit?target=reader')).json())
    expect(log).toContain('reader remove')
    expect(log).not.toContain('leon.example')
  })

  it.each(['operator', 'official'] as const)('is not shown to an %s', async (role) => {
    expect((await (await testFleet()).as(role, 'GET', PATH)).status).toBe(403)
  })
})
