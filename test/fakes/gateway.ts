import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { type GatewayDatabase, openGatewayDatabase } from '../../db/gateway/open.ts'
import { createAccounting } from '../../portal/accounting/accounting.ts'
import { createPortalApp } from '../../portal/app.ts'
import type { Client } from '../../portal/clients/client.ts'
import { type UnenforcedFirewall, unenforcedFirewall } from '../../portal/firewall/none.ts'
import { enterBoot } from '../../portal/queries/boots.ts'
import { createSessions } from '../../portal/sessions/sessions.ts'
import { type FakeClock, fakeClock } from './clock.ts'

export const ANA: Client = { mac: '02:00:00:00:00:01', ip: '10.55.0.11' }
export const BETO: Client = { mac: '02:00:00:00:00:02', ip: '10.55.0.12' }

export interface TestGateway {
  clock: FakeClock
  db: GatewayDatabase
  firewall: UnenforcedFirewall
  sessions: ReturnType<typeof createSessions>
  accounting: ReturnType<typeof createAccounting>
  app: ReturnType<typeof createPortalApp>
  logged: string[]
  /** Asks the portal as `client` would; null: from an address that is on nobody's table. */
  as(client: Client | null, path: string, init?: RequestInit & { host?: string }): Promise<Response>
  accept(client: Client): Promise<Response>
}

/** A gateway with a real database and a firewall that remembers what it was told. Given an old one, its restart. */
export async function testGateway(
  before?: Pick<TestGateway, 'db' | 'clock' | 'firewall'>,
  kernelBootId?: string,
): Promise<TestGateway> {
  const clock = before?.clock ?? fakeClock()
  if (kernelBootId) clock.kernelBootId = kernelBootId
  const db = before?.db ?? openGatewayDatabase(':memory:')
  const firewall = before?.firewall ?? unenforcedFirewall(() => clock.uptime())
  const logged: string[] = []
  const { boot, unreported } = enterBoot(db, {
    kernelBootId: clock.kernelBootId,
    now: clock.now(),
    uptime: clock.uptime(),
  })
  const sessions = createSessions({ db, firewall, clock, bootId: boot.bootId })
  const state = await firewall.read()
  if (state) await sessions.reconcile(state)
  const accounting = createAccounting({
    db,
    sessions,
    clock,
    bootId: boot.bootId,
    software: 'abordo test',
    policyVersion: () => 1,
  })
  accounting.closeEarlier(unreported)
  const neighbours = new Map([ANA, BETO].map((client) => [client.ip, client]))
  let asking = ''
  const app = createPortalApp({
    sessions,
    clients: { find: (address) => neighbours.get(address) ?? null },
    clock,
    policy: () => DEFAULT_POLICY,
    origin: 'http://wifi.example.mx',
    ownHosts: new Set(['wifi.example.mx', '10.55.0.1']),
    remoteAddress: () => asking,
    log: (message) => logged.push(message),
  })
  const as: TestGateway['as'] = async (client, path, init = {}) => {
    asking = client?.ip ?? '10.55.0.99'
    const { host = 'wifi.example.mx', ...rest } = init
    const headers = new Headers(rest.headers)
    headers.set('host', host)
    return app.request(path, { ...rest, headers })
  }
  return {
    clock,
    db,
    firewall,
    sessions,
    accounting,
    app,
    logged,
    as,
    accept: (client) =>
      as(client, '/session', { method: 'POST', body: new URLSearchParams({ terms: DEFAULT_POLICY.termsVersion }) }),
  }
}
