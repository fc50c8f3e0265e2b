import { describe, expect, it } from 'vitest'
import { clientDay, session } from '../../db/gateway/schema.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

const pageOf = async (gateway: TestGateway, client = ANA, path = '/my-data') => (await gateway.as(client, path)).text()
const erase = (gateway: TestGateway, headers: Record<string, string> = {}) =>
  gateway.as(ANA, '/my-data/delete', { method: 'POST', headers })

describe('my data', () => {
  it('shows a client all that the gateway holds of it', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ quotaOctets: 500_000_000, sessionsPerDay: 5 })
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 1_500_000, output: 40_000_000 })
    gateway.clock.pass(600)
    await gateway.accounting.close()
    const page = await pageOf(gateway)
    expect(page).toContain('<dd>02:00:00:00:00:01</dd>')
    expect(page).toContain('<dd>10.55.0.11</dd>')
    expect(page).toContain('<dt>Empezó</dt><dd>hace 10 minutos</dd>')
    expect(page).toContain('<dt>Tiempo que te queda</dt><dd>50 minutos</dd>')
    expect(page).toContain('<dt>Datos que enviaste</dt><dd>1.5 MB</dd>')
    expect(page).toContain('<dt>Datos que recibiste</dt><dd>40 MB</dd>')
    expect(page).toContain('<dt>Límite de datos</dt><dd>500 MB</dd>')
    expect(page).toContain('<dt>Términos que aceptaste</dt><dd>2026-11</dd>')
    expect(page).toContain('<dt>Sesiones contadas hoy</dt><dd>1</dd>')
  })

  it('shows nobody else’s addresses', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await gateway.accept(BETO)
    const page = await pageOf(gateway, BETO)
    expect(page).toContain('10.55.0.12')
    expect(page).not.toMatch(/10\.55\.0\.11|02:00:00:00:00:01/)
  })

  it('without a session shows no address, but how the last one ended and how many faults were reported', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    await gateway.as(ANA, '/problem', { method: 'POST', body: new URLSearchParams({ kind: 'slow' }) })
    const page = await pageOf(gateway)
    expect(page).not.toMatch(/10\.55\.0\.11|02:00:00:00:00:01/)
    expect(page).toContain('Terminaste tu sesión hace menos de 1 minuto.')
    expect(page).toContain('Reportes de falla en esta hora: 1')
    expect(page).toContain('Borrar mis datos</button>')
  })

  it('says that there is nothing where there is nothing, and has no button then', async () => {
    const page = await pageOf(await testGateway())
    expect(page).toContain('no guarda nada de tu dispositivo')
    expect(page).not.toContain('<button')
  })

  it('is deleted with one tap, which ends the session and forgets the day', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionsPerDay: 5 })
    await gateway.accept(ANA)
    await gateway.accept(BETO)
    const answer = await erase(gateway)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/my-data?lang=es')
    expect([...((await gateway.firewall.read())?.clients.keys() ?? [])]).toEqual(['10.55.0.12'])
    expect(gateway.db.select().from(session).all()).toMatchObject([{ clientIp: '10.55.0.12' }])
    expect(gateway.db.select().from(clientDay).all()).toHaveLength(1)
    expect(await pageOf(gateway)).toContain('no guarda nada de tu dispositivo')
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.sessions).toEqual({ started: 2, ended: { 'user-request': 1 } })
  })

  it('deleted twice is no error', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await erase(gateway)
    expect((await erase(gateway)).status).toBe(303)
  })

  it('is deleted by no other site, and shown to nobody who is not on the bus', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    expect((await erase(gateway, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(gateway.sessions.connected()).toBe(1)
    expect((await gateway.as(null, '/my-data')).status).toBe(403)
  })

  it('is shown in English too', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const page = await pageOf(gateway, ANA, '/my-data?lang=en')
    expect(page).toContain('<dt>Address of your device (MAC)</dt>')
    expect(page).toContain('Delete my data and disconnect')
  })
})
