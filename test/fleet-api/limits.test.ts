import { describe, expect, it } from 'vitest'
import { createLimits, type LimitSettings, NO_LIMITS } from '../../fleet-api/limits.ts'
import { everythingIn, TOKEN, testFleet } from '../fakes/fleet.ts'

const TWO = { points: 2, seconds: 60 }

function limitedFleet(settings: Partial<LimitSettings>, trustedProxies: string[] = []) {
  const limits = createLimits({ ...NO_LIMITS, ...settings })
  return testFleet({ limits, trustedProxies })
}

async function statuses(times: number, ask: () => Promise<Response> | Response): Promise<number[]> {
  const seen: number[] = []
  for (let time = 0; time < times; time += 1) seen.push((await ask()).status)
  return seen
}

/** What the socket would say of who asks. */
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })

describe('the limits', () => {
  it('let a gateway ask so often and no more, and another one as often', async () => {
    const fleet = await limitedFleet({ gateway: TWO })
    const [first, second] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    expect(await statuses(3, () => fleet.asGateway(first, 'GET', '/v1/policy'))).toEqual([200, 200, 429])
    expect((await fleet.send(first, [])).status).toBe(429)
    expect(await statuses(2, () => fleet.send(second, []))).toEqual([200, 200])
  })

  it('answer too many requests with a problem body that says how long to wait', async () => {
    const fleet = await limitedFleet({ caller: { points: 0, seconds: 60 } })
    const answer = await fleet.get('/api/me')
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'too-many', detail: 'Wait 60 s, then ask again.' })
  })

  it('let each API token ask so often and no more', async () => {
    const fleet = await limitedFleet({ caller: TWO })
    expect(await statuses(3, () => fleet.get('/api/me'))).toEqual([200, 200, 429])
    expect((await fleet.as('admin', 'GET', '/api/me')).status).toBe(200)
  })

  it('let a back-fill of some requests a second through', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    expect(new Set(await statuses(300, () => fleet.asGateway(bus, 'GET', '/v1/policy')))).toEqual(new Set([200]))
  })

  it.each(['/api/me', '/v1/policy', '/metrics'])(
    'stop who guesses tokens at %s, before they are looked up',
    async (path) => {
      const fleet = await limitedFleet({ failures: TWO })
      let guess = 0
      const ask = () => fleet.app.request(path, { headers: { authorization: `Bearer guess-${guess++}` } })
      expect(await statuses(4, ask)).toEqual([401, 401, 429, 429])
    },
  )

  it('stop nobody else while one address guesses', async () => {
    const fleet = await limitedFleet({ failures: TWO })
    const ask = (address: string) =>
      fleet.app.request('/api/me', { headers: { authorization: 'Bearer guess' } }, from(address))
    expect(await statuses(3, () => ask('203.0.113.7'))).toEqual([401, 401, 429])
    expect((await ask('203.0.113.8')).status).toBe(401)
  })

  it('count all addresses of one IPv6 network together', async () => {
    const fleet = await limitedFleet({ failures: TWO })
    const ask = (address: string) =>
      fleet.app.request('/api/me', { headers: { authorization: 'Bearer guess' } }, from(address))
    expect((await ask('2001:db8:0:1::1')).status).toBe(401)
    expect((await ask('2001:db8:0:1:9::2')).status).toBe(401)
    expect((await ask('2001:db8::1:0:0:0:3')).status).toBe(429)
    expect((await ask('2001:db8:0:2::1')).status).toBe(401)
  })

  it('silence no gateway whose credential was good, though others behind its address are refused', async () => {
    const fleet = await limitedFleet({ failures: TWO })
    const bus = await fleet.enrol('bus-1', 'T1')
    expect((await fleet.asGateway(bus, 'GET', '/v1/policy')).status).toBe(200)
    expect(await statuses(3, () => fleet.asGateway('revoked', 'GET', '/v1/policy'))).toEqual([401, 401, 429])
    expect((await fleet.asGateway(bus, 'GET', '/v1/policy')).status).toBe(200)
  })

  it('count no page that only asks whether it is signed in', async () => {
    const fleet = await limitedFleet({ failures: TWO })
    expect(await statuses(4, () => fleet.app.request('/api/me'))).toEqual([401, 401, 401, 401])
    expect((await fleet.get('/api/me')).status).toBe(200)
  })

  it('stop who guesses enrolment codes, but not a depot that enrols its buses', async () => {
    const fleet = await limitedFleet({ enrolment: TWO })
    const buses = ['bus-1', 'bus-2', 'bus-3', 'bus-4']
    for (const bus of buses) expect(await fleet.enrol(bus, 'T1')).toMatch(/^abordo_gateway_/)
    const guess = () => fleet.post('/v1/enrol', { code: '0000-0000-0000-0000', software: 'x' })
    expect(await statuses(4, guess)).toEqual([404, 404, 429, 429])
  })

  it('believe no X-Forwarded-For but that of a proxy of our own, and of that the last hop', async () => {
    const fleet = await limitedFleet({ failures: TWO }, ['10.0.0.1'])
    const ask = (socket: string, forwarded: string) =>
      fleet.app.request(
        '/api/me',
        { headers: { authorization: 'Bearer guess', 'x-forwarded-for': forwarded } },
        from(socket),
      )
    let hop = 0
    expect(await statuses(3, () => ask('203.0.113.7', `198.51.100.${hop++}`))).toEqual([401, 401, 429])
    expect(await statuses(3, () => ask('::ffff:10.0.0.1', `198.51.100.${hop++}, 192.0.2.1`))).toEqual([401, 401, 429])
    expect((await ask('10.0.0.1', '192.0.2.1, 192.0.2.2')).status).toBe(401)
  })

  it('count sign-ins by the address that the proxy tells', async () => {
    const fleet = await limitedFleet({}, ['10.0.0.1'])
    const signIn = (forwarded: string) =>
      fleet.app.request(
        '/api/auth/sign-in/email',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', host: 'localhost:8080', 'x-forwarded-for': forwarded },
          body: JSON.stringify({ email: 'ana@example.mx', password: 'a wrong password' }),
        },
        from('10.0.0.1'),
      )
    expect(await statuses(11, () => signIn('192.0.2.11'))).toEqual([...Array(10).fill(401), 429])
    const refused = await signIn('192.0.2.11')
    expect(refused.headers.get('retry-after')).toMatch(/^\d{1,2}$/)
    expect(await refused.json()).toMatchObject({ code: 'too-many', status: 429 })
    expect((await signIn('192.0.2.12')).status).toBe(401)
  })

  it('keep no address of who asks', async () => {
    const fleet = await limitedFleet({})
    await fleet.app.request('/api/me', { headers: { authorization: `Bearer ${TOKEN}` } }, from('203.0.113.7'))
    await fleet.app.request('/api/me', { headers: { authorization: 'Bearer guess' } }, from('203.0.113.7'))
    expect((await everythingIn(fleet.db)).includes('203.0.113.7')).toBe(false)
  })
})
