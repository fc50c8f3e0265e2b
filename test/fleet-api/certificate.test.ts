import { describe, expect, it } from 'vitest'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { keepCertificate } from '../../fleet-api/queries/certificates.ts'
import { CERTIFICATE_ONE, CERTIFICATE_TWO } from '../fakes/certificates.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

const certificate = readFleetConfig({
  FLEET_PORTAL_HOSTNAME: 'wifi.example.mx',
  FLEET_ACME_DNS: 'command:/usr/local/bin/hook',
}).certificate as NonNullable<ReturnType<typeof readFleetConfig>['certificate']>
/** sha256sum of CERTIFICATE_ONE's chain. */
const VERSION_ONE = '6075b9dcf7908e79dd536ea032fd12635055ae1f4c3bbd293af0baac22cb11f2'
const NOT_AFTER = '2027-02-20T00:00:00.000Z'

async function issue(fleet: TestFleet, { cert, key } = CERTIFICATE_ONE, notAfter = NOT_AFTER): Promise<void> {
  const row = { hostName: 'wifi.example.mx', chain: cert, privateKey: key, problem: null }
  const [issuedAt, triedAt] = [Date.parse('2026-11-20T00:00:00Z'), Date.parse('2026-11-20T00:00:05Z')]
  await fleet.db.transaction((tx) => keepCertificate(tx, { ...row, issuedAt, triedAt, notAfter: Date.parse(notAfter) }))
}

async function reported(fleet: TestFleet, credential: string): Promise<string | null> {
  const answer = await fleet.send(credential, [aReport(0, '2026-11-24T14:28:00Z')])
  return ((await answer.json()) as { certificateVersion: string | null }).certificateVersion
}

describe('GET /v1/certificate', () => {
  it('gives a gateway the chain and its key, which nobody may keep on the way', async () => {
    const fleet = await testFleet({ certificate })
    const credential = await fleet.enrol('bus-1', 'T1')
    await issue(fleet)
    const answer = await fleet.asGateway(credential, 'GET', '/v1/certificate')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('etag')).toBe(`"${VERSION_ONE}"`)
    expect(await answer.json()).toEqual({
      hostName: 'wifi.example.mx',
      chain: CERTIFICATE_ONE.cert,
      privateKey: CERTIFICATE_ONE.key,
      notAfter: NOT_AFTER,
    })
  })

  it('says 304 to who has it, and its ETag in the answers to reports', async () => {
    const fleet = await testFleet({ certificate })
    const credential = await fleet.enrol('bus-1', 'T1')
    await issue(fleet)
    expect(await reported(fleet, credential)).toBe(VERSION_ONE)
    const headers = { authorization: `Bearer ${credential}`, 'if-none-match': `"${VERSION_ONE}"` }
    const answer = await fleet.app.request('/v1/certificate', { headers })
    expect([answer.status, await answer.text()]).toEqual([304, ''])
  })

  it('gives a renewed one within a quarter of a minute, whichever process renewed it', async () => {
    const fleet = await testFleet({ certificate })
    const credential = await fleet.enrol('bus-1', 'T1')
    await issue(fleet)
    await reported(fleet, credential)
    await issue(fleet, CERTIFICATE_TWO)
    fleet.setNow('2026-11-24T14:30:15Z')
    const answer = await fleet.asGateway(credential, 'GET', '/v1/certificate')
    expect(await answer.json()).toMatchObject({ chain: CERTIFICATE_TWO.cert })
  })

  it('gives none where there is none, none is set, or the one that there is has ended', async () => {
    const [none, notSet, past] = [await testFleet({ certificate }), await testFleet(), await testFleet({ certificate })]
    await issue(notSet)
    await issue(past, CERTIFICATE_ONE, '2026-11-24T14:30:00.000Z')
    for (const fleet of [none, notSet, past]) {
      const credential = await fleet.enrol('bus-1', 'T1')
      const answer = await fleet.asGateway(credential, 'GET', '/v1/certificate')
      expect([answer.status, await answer.text()]).toEqual([204, ''])
      expect(await reported(fleet, credential)).toBeNull()
    }
  })

  it('is for gateways alone', async () => {
    const fleet = await testFleet({ certificate })
    await issue(fleet)
    expect((await fleet.app.request('/v1/certificate')).status).toBe(401)
    expect((await fleet.as('admin', 'GET', '/v1/certificate')).status).toBe(401)
  })
})

describe('GET /api/certificate', () => {
  it('tells how it stands, and never the key', async () => {
    const fleet = await testFleet({ certificate })
    await issue(fleet)
    const answer = await fleet.as('operator', 'GET', '/api/certificate')
    const text = await answer.text()
    expect(JSON.parse(text)).toEqual({
      state: 'good',
      hostName: 'wifi.example.mx',
      directory: 'https://acme-v02.api.letsencrypt.org/directory',
      issuedAt: '2026-11-20T00:00:00.000Z',
      notAfter: NOT_AFTER,
      nextAt: '2027-01-20T08:00:00.000Z',
      problem: null,
    })
    expect(text).not.toContain('PRIVATE KEY')
  })

  it.each([
    ['2026-12-08T14:30:00Z', 'good'],
    ['2026-12-08T14:29:59Z', 'ending'],
    ['2026-11-24T14:30:00Z', 'past'],
  ])('of one that ends at %s says that it is %s', async (notAfter, state) => {
    const fleet = await testFleet({ certificate })
    await issue(fleet, CERTIFICATE_ONE, notAfter)
    expect((await status(fleet)).state).toBe(state)
  })

  it('says that none is set up', async () => {
    const fleet = await testFleet()
    expect(await status(fleet)).toMatchObject({ state: 'not-set', hostName: null, nextAt: null })
    const order = await fleet.as('admin', 'POST', '/api/certificate/order')
    expect(order.status).toBe(404)
  })

  it('is no official’s, and an operator orders none', async () => {
    const fleet = await testFleet({ certificate })
    expect((await fleet.as('official', 'GET', '/api/certificate')).status).toBe(403)
    expect((await fleet.as('operator', 'POST', '/api/certificate/order')).status).toBe(403)
  })

  it('has one ordered when an admin asks', async () => {
    const fleet = await testFleet({ certificate })
    await issue(fleet)
    const answer = await fleet.as('admin', 'POST', '/api/certificate/order')
    expect(await answer.json()).toMatchObject({ nextAt: '2026-11-24T14:30:00.000Z' })
  })
})

async function status(fleet: TestFleet): Promise<{ state: string }> {
  return (await (await fleet.as('admin', 'GET', '/api/certificate')).json()) as { state: string }
}
