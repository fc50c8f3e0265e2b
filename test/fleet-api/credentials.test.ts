import { describe, expect, it } from 'vitest'
import { enrolmentCode } from '../../db/fleet/schema.ts'
import { addGatewayWithCode, newCode, renewGateway, revokeGateway } from '../../fleet-api/gateways.ts'
import { offerCredential } from '../../fleet-api/queries/credentials.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'
import { aReport, everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const now = Date.parse(NOW)
const newCredential = async (fleet: TestFleet, credential: string) =>
  ((await (await fleet.asGateway(credential, 'POST', '/v1/credential')).json()) as { credential: string }).credential
const statusOf = async (fleet: TestFleet, credential: string) => (await fleet.send(credential, [])).status
const asksToRenew = async (fleet: TestFleet, credential: string) =>
  ((await (await fleet.send(credential, [])).json()) as { renewCredential: boolean }).renewCredential
const enrolWith = async (fleet: TestFleet, code: string) => fleet.post('/v1/enrol', { code, software: 'abordo test' })
const json = async (answer: Promise<Response>) => (await answer).json()

describe('renewing a credential', () => {
  it('gives another one, and the old one is good until the new one is first used', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.asGateway(old, 'POST', '/v1/credential')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { credential: next } = (await answer.json()) as { credential: string }
    expect(next).toMatch(/^abordo_gateway_.{43}$/)
    expect(await statusOf(fleet, old)).toBe(200)
    expect(await statusOf(fleet, next)).toBe(200)
    expect(await statusOf(fleet, old)).toBe(401)
    expect(await statusOf(fleet, next)).toBe(200)
  })

  it('locks nobody out when the answer is lost: asked again, it gives another, and the lost one is void', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const lost = await newCredential(fleet, old)
    const next = await newCredential(fleet, old)
    expect(await statusOf(fleet, lost)).toBe(401)
    expect(await statusOf(fleet, next)).toBe(200)
    expect(await statusOf(fleet, old)).toBe(401)
  })

  it('keeps the gateway’s history under its id', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    await fleet.send(old, [aReport(0, '2026-11-24T14:00:00Z')])
    const next = await newCredential(fleet, old)
    const answer = await json(fleet.send(next, [aReport(0, '2026-11-24T14:00:00Z')]))
    expect(answer.verdicts).toEqual([{ index: 0, verdict: 'duplicate' }])
    expect((await totals(fleet.db, 'bus-1'))?.reports).toBe(1)
  })

  it('keeps neither of the two, only their hashes', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const next = await newCredential(fleet, old)
    const file = await everythingIn(fleet.db)
    expect([file.includes(old), file.includes(next)]).toEqual([false, false])
  })

  it('is given to nobody whose credential was taken away while it was asked for', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    await revokeGateway(fleet.db, 'bus-1', now)
    const asked = { gatewayId: 'bus-1', credentialHash: hashSecret(old), nextHash: hashSecret('next') }
    expect(await offerCredential(fleet.db, asked)).toBe(false)
    expect(await statusOf(fleet, 'next')).toBe(401)
  })

  it('is refused to whoever has no credential', async () => {
    const fleet = await testFleet()
    const answer = await fleet.asGateway('abordo_gateway_wrong', 'POST', '/v1/credential')
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'wrong-credential' })
  })

  it('is asked for once the credential is more than thirty days old, until it is done', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    fleet.setNow('2026-12-24T14:30:00Z')
    expect(await asksToRenew(fleet, old)).toBe(false)
    fleet.setNow('2026-12-24T14:30:01Z')
    expect(await asksToRenew(fleet, old)).toBe(true)
    const next = await newCredential(fleet, old)
    expect(await asksToRenew(fleet, old)).toBe(true)
    expect(await asksToRenew(fleet, next)).toBe(false)
    fleet.setNow('2027-01-23T14:30:02Z')
    expect(await asksToRenew(fleet, next)).toBe(true)
  })

  it('is asked for when an operator wants it, until it is done', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.as('operator', 'POST', '/api/gateways/bus-1/renew')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id: 'bus-1', enrolled: true })
    expect(await asksToRenew(fleet, old)).toBe(true)
    const next = await newCredential(fleet, old)
    expect(await asksToRenew(fleet, next)).toBe(false)
  })

  it('cannot be asked of a gateway that has none', async () => {
    const fleet = await testFleet()
    await addGatewayWithCode(fleet.db, { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: 'T1', now })
    await expect(renewGateway(fleet.db, 'bus-1', now)).rejects.toThrow(
      'bus-1 has no credential to renew: make an enrolment code with "abordo gateway code bus-1".',
    )
  })
})

describe('revoking a gateway', () => {
  it('ends its credential at once, and tells it so with a code of its own', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.as('operator', 'POST', '/api/gateways/bus-1/revoke')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id: 'bus-1', enrolled: false, notices: ['revoked'] })
    const refused = await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')])
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({
      type: 'urn:abordo:error:credential-revoked',
      title: 'This credential was revoked; enrol the gateway again with a new code',
      status: 401,
      code: 'credential-revoked',
      detail:
        'The operator has revoked this gateway: ask for a new enrolment code, then enrol it with "abordo gateway enrol".',
    })
    expect((await totals(fleet.db))?.reports).toBe(0)
  })

  it('ends the credential that it was about to take, too', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const next = await newCredential(fleet, old)
    await revokeGateway(fleet.db, 'bus-1', now)
    expect(await json(fleet.send(next, []))).toMatchObject({ code: 'credential-revoked' })
    expect(await json(fleet.asGateway(old, 'POST', '/v1/credential'))).toMatchObject({ code: 'credential-revoked' })
  })

  it('ends the codes that were not used yet', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const { code } = await newCode(fleet.db, 'bus-1', now)
    await revokeGateway(fleet.db, 'bus-1', now)
    expect(await json(enrolWith(fleet, code))).toMatchObject({ code: 'code-expired' })
  })

  it('is undone by a new code, under the same id and with its history, and the old credential stays revoked', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    await fleet.send(old, [aReport(0, '2026-11-24T14:00:00Z')])
    await revokeGateway(fleet.db, 'bus-1', now)
    const { code } = await newCode(fleet.db, 'bus-1', now)
    const { gatewayId, credential } = await json(enrolWith(fleet, code))
    expect(gatewayId).toBe('bus-1')
    await fleet.send(credential, [aReport(1, '2026-11-24T14:01:00Z')])
    expect((await totals(fleet.db, 'bus-1'))?.reports).toBe(2)
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({ enrolled: true, notices: [] })
    expect(await json(fleet.send(old, []))).toMatchObject({ code: 'credential-revoked' })
  })

  it('may be done twice', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await revokeGateway(fleet.db, 'bus-1', now)
    await revokeGateway(fleet.db, 'bus-1', now)
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({ notices: ['revoked'] })
  })
})

describe('a new enrolment code for a known gateway', () => {
  it('replaces the codes before it, is shown once and kept as a hash', async () => {
    const fleet = await testFleet()
    const first = await addGatewayWithCode(fleet.db, {
      gatewayId: 'bus-1',
      site: 'vehicle',
      label: null,
      routeId: 'T1',
      now,
    })
    const answer = await fleet.as('admin', 'POST', '/api/gateways/bus-1/code')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { code, expiresAt } = (await answer.json()) as { code: string; expiresAt: string }
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
    expect(expiresAt).toBe('2026-12-01T14:30:00.000Z')
    expect(await json(enrolWith(fleet, first))).toMatchObject({ code: 'code-expired' })
    expect((await enrolWith(fleet, code)).status).toBe(200)
    expect(await fleet.db.select({ codeHash: enrolmentCode.codeHash }).from(enrolmentCode)).not.toContainEqual({
      codeHash: code,
    })
  })

  it('leaves the credential as it is until it is used, then the old box is out', async () => {
    const fleet = await testFleet()
    const old = await fleet.enrol('bus-1', 'T1')
    const { code } = await newCode(fleet.db, 'bus-1', now)
    expect(await statusOf(fleet, old)).toBe(200)
    await enrolWith(fleet, code)
    expect(await statusOf(fleet, old)).toBe(401)
  })
})

describe('what an operator does about a gateway', () => {
  it.each(['revoke', 'renew', 'code'])('is not for officials: %s', async (what) => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const answer = await fleet.as('official', 'POST', `/api/gateways/bus-1/${what}`)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'not-allowed' })
    expect(await asksToRenew(fleet, bus)).toBe(false)
  })

  it.each(['revoke', 'renew', 'code'])('is not for other sites: %s', async (what) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const headers = { authorization: 'Bearer abordo_api_admin', origin: 'http://evil.example' }
    expect((await fleet.post(`/api/gateways/bus-1/${what}`, {}, headers)).status).toBe(403)
  })

  it.each(['revoke', 'renew', 'code'])('cannot be done to a gateway that there is not: %s', async (what) => {
    const fleet = await testFleet()
    const answer = await fleet.as('admin', 'POST', `/api/gateways/bus-9/${what}`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not-found' })
  })

  it.each([
    ['/api/gateways/{id}/revoke', 'post', ['admin', 'operator']],
    ['/api/gateways/{id}/renew', 'post', ['admin', 'operator']],
    ['/api/gateways/{id}/code', 'post', ['admin', 'operator']],
    ['/api/policy/layers', 'get', ['admin', 'operator', 'official']],
    ['/api/policy/routes/{id}', 'put', ['admin']],
    ['/api/policy/routes/{id}', 'delete', ['admin']],
    ['/api/policy/gateways/{id}', 'put', ['admin', 'operator']],
    ['/api/policy/gateways/{id}', 'delete', ['admin', 'operator']],
  ])('stands in the OpenAPI document with its roles: %s %s', async (path, method, roles) => {
    const fleet = await testFleet()
    const document = await json(fleet.get('/api/openapi.json'))
    expect(document.paths[path][method]['x-roles']).toEqual(roles)
  })
})
