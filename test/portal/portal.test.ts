import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ANA, BETO, testGateway } from '../fakes/gateway.ts'

describe('the portal', () => {
  it('sends a request for any foreign host to its own address', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/generate_204', { host: 'connectivitycheck.gstatic.com' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('http://wifi.example.mx/')
  })

  it('shows the welcome page in Spanish to who asks for no language', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/')
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('<html lang="es-MX">')
    expect(page).toContain('Aceptar y conectarme')
    expect(page).toContain('60 minutos')
  })

  it('shows it in English to who prefers English', async () => {
    const gateway = await testGateway()
    const page = await (
      await gateway.as(ANA, '/', { headers: { 'accept-language': 'fr, en-GB;q=0.8, es;q=0.3' } })
    ).text()
    expect(page).toContain('<html lang="en">')
  })

  it('lets the client through before it answers the form', async () => {
    const gateway = await testGateway()
    const answer = await gateway.accept(ANA)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
    const state = await gateway.firewall.read()
    expect(state?.clients.get(ANA.ip)).toEqual({ ...ANA, secondsLeft: 3600 })
    expect(state?.clients.has(BETO.ip)).toBe(false)
  })

  it('shows time left and data used once online', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 500_000, output: 12_000_000 })
    gateway.clock.pass(600)
    await gateway.accounting.close()
    const page = await (await gateway.as(ANA, '/')).text()
    expect(page).toContain('50 minutos')
    expect(page).toContain('13 MB')
  })

  it('shuts the client out before it answers that the session has ended', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(ANA, '/session/end', { method: 'POST' })
    expect(answer.status).toBe(303)
    expect((await gateway.firewall.read())?.clients.size).toBe(0)
  })

  it('keeps the chosen language through the form', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/session?lang=en', {
      method: 'POST',
      body: new URLSearchParams({ terms: '2026-11' }),
    })
    expect(answer.headers.get('location')).toBe('/?lang=en')
  })

  it('says whether the client is captive in the words of RFC 8908', async () => {
    const gateway = await testGateway()
    const before = await gateway.as(ANA, '/captive-portal/api')
    expect(before.headers.get('content-type')).toBe('application/captive+json')
    expect(before.headers.get('cache-control')).toBe('no-store')
    expect(await before.json()).toEqual({
      captive: true,
      'user-portal-url': 'http://wifi.example.mx/',
      'venue-info-url': 'http://wifi.example.mx/',
      'can-extend-session': false,
    })
    await gateway.accept(ANA)
    expect(await (await gateway.as(ANA, '/captive-portal/api')).json()).toEqual({
      captive: false,
      'user-portal-url': 'http://wifi.example.mx/',
      'venue-info-url': 'http://wifi.example.mx/',
      'can-extend-session': false,
      'seconds-remaining': 3600,
    })
  })

  it('refuses who is not on its network, and says what to do', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(null, '/session', {
      method: 'POST',
      body: new URLSearchParams({ terms: '2026-11' }),
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Conéctate al WiFi del autobús')
  })

  it('asks again when the form accepts other terms than those in force', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/session', {
      method: 'POST',
      body: new URLSearchParams({ terms: '2019-01' }),
    })
    expect(answer.status).toBe(409)
    expect((await gateway.firewall.read())?.clients.size).toBe(0)
  })

  it('takes no form from another site', async () => {
    const gateway = await testGateway()
    const headers = { origin: 'http://evil.example' }
    const answer = await gateway.as(ANA, '/session', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ terms: '2026-11' }),
    })
    expect(answer.status).toBe(403)
    expect(gateway.sessions.connected()).toBe(0)
  })

  it('believes no header about who asks', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(BETO, '/captive-portal/api', { headers: { 'x-forwarded-for': ANA.ip } })
    expect(await answer.json()).toMatchObject({ captive: true })
  })

  it('allows nothing on its pages but the one style that they carry', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/')
    const style = /<style>([\s\S]*)<\/style>/.exec(await answer.text())?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
  })

  it('keeps its health from riders', async () => {
    const gateway = await testGateway()
    expect((await gateway.as(ANA, '/healthz')).status).toBe(404)
  })

  it('says so, and starts no session, when the firewall does not let the client through', async () => {
    const gateway = await testGateway()
    gateway.firewall.grant = async () => {
      throw new Error('nft: Operation not permitted')
    }
    const answer = await gateway.accept(ANA)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('Espera un momento')
    expect(gateway.sessions.connected()).toBe(0)
    expect(gateway.logged).toEqual(['firewall-failed: POST /session'])
    const report = await gateway.accounting
      .close()
      .then(() => gateway.clock.pass(60))
      .then(() => gateway.accounting.close())
    expect(report?.sessions).toEqual({ started: 0, ended: {} })
  })
})
