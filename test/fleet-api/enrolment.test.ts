import { describe, expect, it } from 'vitest'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { testFleet } from '../fakes/fleet.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')
const bus1 = { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: 'T1' } as const
const by = byCommandLine(NOW)

describe('enrolment', () => {
  it('gives a credential for a code, once', async () => {
    const fleet = await testFleet()
    const code = await addGatewayWithCode(fleet.db, bus1, by)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
    const first = await fleet.post('/v1/enrol', { code: code.toLowerCase(), software: 'abordo test' })
    expect(await first.json()).toEqual({
      gatewayId: 'bus-1',
      credential: expect.stringMatching(/^abordo_gateway_.{43}$/),
    })
    const second = await fleet.post('/v1/enrol', { code, software: 'abordo test' })
    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({ code: 'code-used' })
  })

  it('refuses a code after seven days', async () => {
    const fleet = await testFleet()
    const code = await addGatewayWithCode(fleet.db, bus1, by)
    fleet.setNow('2026-12-01T14:30:00Z')
    const answer = await fleet.post('/v1/enrol', { code, software: 'abordo test' })
    expect(answer.status).toBe(410)
    expect(await answer.json()).toMatchObject({ code: 'code-expired' })
  })

  it.each([
    ['an unknown code', { code: '0000-0000-0000-0000', software: 'x' }, 404, 'code-unknown'],
    ['a malformed code', { code: 'hello', software: 'x' }, 400, 'bad-request'],
    ['no code', {}, 400, 'bad-request'],
  ])('refuses %s', async (_what, body, status, code) => {
    const fleet = await testFleet()
    const answer = await fleet.post('/v1/enrol', body)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code })
  })

  it('adds no second gateway of the same id', async () => {
    const fleet = await testFleet()
    await addGatewayWithCode(fleet.db, bus1, by)
    await expect(addGatewayWithCode(fleet.db, bus1, by)).rejects.toThrow('There is already a gateway bus-1')
  })

  it('adds no gateway to a route that the feed does not have', async () => {
    const fleet = await testFleet()
    await expect(addGatewayWithCode(fleet.db, { ...bus1, routeId: 'T9' }, by)).rejects.toThrow('There is no route T9')
  })
})
