import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { boot, outbox, session } from '../../../db/gateway/schema.ts'
import { createPortalApp } from '../../../portal/app.ts'
import type { Client } from '../../../portal/clients/client.ts'
import { withTrialClient } from '../../../portal/upgrade/trial-client.ts'
import { ANA, testGateway } from '../../fakes/gateway.ts'
import { folderFor } from './releases.ts'

const GUEST: Client = { mac: '02:11:22:33:44:55', ip: '192.0.0.8' }

/** A portal on a gateway whose root has noted a trial of GUEST. */
async function onTrial() {
  const gateway = await testGateway()
  const versions = join(folderFor('guest'), 'versions')
  mkdirSync(versions)
  const trial = { from: null, to: '1.1.0', clientMac: GUEST.mac, deadlineUptimeMs: 300_000 }
  writeFileSync(join(versions, 'trial.json'), JSON.stringify(trial))
  const { db, firewall, clock, sessions, deps } = gateway
  const parts = { db, firewall, clock, policy: () => gateway.policy.current }
  let asking = GUEST
  const app = createPortalApp({
    ...deps,
    sessions: withTrialClient(sessions, { ...parts, upgrades: { versions } }),
    clients: { find: () => asking },
    remoteAddress: () => asking.ip,
  })
  return {
    gateway,
    ask(client: Client, path: string, body?: Record<string, string>) {
      asking = client
      const form = body && { method: 'POST', body: new URLSearchParams(body) }
      return app.request(path, { ...form, headers: { host: 'wifi.example.mx' } })
    },
    letThrough: async () => [...((await firewall.read())?.clients.values() ?? [])].map(({ mac }) => mac),
  }
}

const TERMS = { terms: DEFAULT_POLICY.termsVersion }

describe('the client by which a version is tried out', () => {
  it('gets online and leaves as a rider does', async () => {
    const at = await onTrial()
    expect(await (await at.ask(GUEST, '/')).text()).toContain('name="terms"')
    expect((await at.ask(GUEST, '/session', TERMS)).status).toBe(303)
    expect(await at.letThrough()).toEqual([GUEST.mac])
    expect(await (await at.ask(GUEST, '/')).text()).toContain('/session/end')
    expect((await at.ask(GUEST, '/session/end', {})).status).toBe(303)
    expect(await at.letThrough()).toEqual([])
    expect(await (await at.ask(GUEST, '/')).text()).toContain('name="terms"')
  })

  it('must accept the terms that are shown', async () => {
    const at = await onTrial()
    expect((await at.ask(GUEST, '/session', { terms: 'others' })).status).toBe(409)
    expect(await at.letThrough()).toEqual([])
  })

  it('is counted nowhere and kept nowhere, where a rider is', async () => {
    const at = await onTrial()
    const { db, accounting, sessions, clock } = at.gateway
    await at.ask(GUEST, '/session', TERMS)
    expect(sessions.connected()).toBe(0)
    expect(db.select().from(session).all()).toEqual([])
    expect(db.select({ started: boot.sessionsStarted, peak: boot.ridersPeak }).from(boot).all()).toEqual([
      { started: 0, peak: 0 },
    ])
    await at.ask(ANA, '/session', TERMS)
    await at.ask(GUEST, '/session/end', {})
    clock.pass(60)
    await accounting.close()
    const [report] = db.select({ body: outbox.body }).from(outbox).all()
    expect(JSON.parse(report?.body ?? '{}')).toMatchObject({
      riders: { connected: 1, peak: 1 },
      sessions: { started: 1, ended: {} },
    })
  })

  it('is let through for a minute at most', async () => {
    const at = await onTrial()
    await at.ask(GUEST, '/session', TERMS)
    at.gateway.clock.pass(61)
    expect(await at.letThrough()).toEqual([])
    expect(await (await at.ask(GUEST, '/')).text()).toContain('name="terms"')
  })

  it.each([
    ['another phone that takes its address', { ...GUEST, mac: '02:11:22:33:44:66' }],
    ['who has its MAC and another address', { ...GUEST, ip: '10.55.0.77' }],
  ])('is not %s: that is a rider, and counted', async (_, client) => {
    const at = await onTrial()
    await at.ask(client, '/session', TERMS)
    expect(at.gateway.sessions.connected()).toBe(1)
  })
})
