import { DEFAULT_POLICY, type Policy, type PolicyInput, policySchema } from '../../contract/policy.ts'
import type { SignOn } from '../../contract/trace.ts'
import { type GatewayDatabase, openGatewayDatabase } from '../../db/gateway/open.ts'
import type { Telemetry } from '../../portal/accounting/telemetry.ts'
import { createPortalApp, type PortalDeps } from '../../portal/app.ts'
import type { Client } from '../../portal/clients/client.ts'
import { type UnenforcedFirewall, unenforcedFirewall } from '../../portal/firewall/none.ts'
import { createLedger, type Ledger } from '../../portal/ledger.ts'
import type { Ride } from '../../portal/pages/status.ts'
import { createPosition, type Position } from '../../portal/position/keeper.ts'
import { createProblemBook } from '../../portal/problems/book.ts'
import type { UplinkState } from '../../portal/uplink/state.ts'
import { type FakeClock, fakeClock } from './clock.ts'

/** Long before the fake clock's time. */
export const BUILT_AT_MS = Date.parse('2026-11-01T00:00:00Z')

export const ANA: Client = { mac: '02:00:00:00:00:01', ip: '10.55.0.11' }
export const BETO: Client = { mac: '02:00:00:00:00:02', ip: '10.55.0.12' }

export interface TestGateway {
  /** The machine's own clocks. */
  clock: FakeClock
  db: GatewayDatabase
  firewall: UnenforcedFirewall
  sessions: Ledger['sessions']
  accounting: Ledger['accounting']
  ledger: Ledger
  /** What the next reports say of the machine and its uplink. */
  telemetry: { now: Telemetry }
  /** Where the vehicle is, as its receiver says, and what its driver has signed on to. */
  position: Position
  signOn: { now: SignOn | null }
  app: ReturnType<typeof createPortalApp>
  /** What the app was made of, to make another whose clients are told apart by their sockets. */
  deps: PortalDeps
  logged: string[]
  uplink: { state: UplinkState }
  ride: Ride
  /** The policy in force, and what puts another in force. */
  policy: { readonly current: Policy; set(changes: Partial<PolicyInput>): Promise<void> }
  /** Asks the portal as `client` would; null: from an address that is on nobody's table. */
  as(client: Client | null, path: string, init?: RequestInit & { host?: string }): Promise<Response>
  accept(client: Client): Promise<Response>
}

/** A gateway with a real database and a firewall that remembers what it was told. Given an old one, its restart. */
export async function testGateway(
  before?: Pick<TestGateway, 'db' | 'clock' | 'firewall' | 'policy'>,
  kernelBootId?: string,
  options: { outboxOctets?: number; db?: GatewayDatabase } = {},
): Promise<TestGateway> {
  const clock = before?.clock ?? fakeClock()
  if (kernelBootId) clock.kernelBootId = kernelBootId
  const db = before?.db ?? options.db ?? openGatewayDatabase(':memory:')
  const firewall = before?.firewall ?? unenforcedFirewall(() => clock.uptime())
  const logged: string[] = []
  let running: Policy = before?.policy.current ?? DEFAULT_POLICY
  const policy = () => running
  const log = (message: string) => void logged.push(message)
  const telemetry: { now: Telemetry } = { now: { health: null, uplink: null } }
  const position = createPosition({ roundTrip: () => 40, uptime: clock.uptime })
  const signOn: { now: SignOn | null } = { now: null }
  const ledger = await createLedger({
    db,
    systemClock: clock,
    builtAtMs: BUILT_AT_MS,
    firewall,
    reinstall: async () => undefined,
    policy,
    policyProblem: () => null,
    telemetry: async () => telemetry.now,
    whereabouts: { trace: position.trace, signOn: () => signOn.now },
    software: 'abordo test',
    outboxOctets: options.outboxOctets ?? 200_000_000,
    accountingIntervalS: 60,
    log,
  })
  const { sessions, accounting } = ledger
  const uplink = {
    state: { up: true, sinceUptimeMs: clock.uptime(), roundTripMs: 40, expectedBackUptimeMs: null } as UplinkState,
  }
  const ride: Ride = { routeName: null, nextStops: [], weak: null, shareUrl: null }
  const neighbours = new Map([ANA, BETO].map((client) => [client.ip, client]))
  let asking = ''
  const deps: PortalDeps = {
    sessions,
    connecting: ledger.connecting,
    roaming: ledger.roaming,
    clients: { find: (address) => neighbours.get(address) ?? null },
    clock: ledger.clock,
    policy,
    uplink: () => uplink.state,
    ride: () => ride,
    problems: createProblemBook({ db, clock: ledger.clock }),
    origin: 'http://wifi.example.mx',
    ownHosts: new Set(['wifi.example.mx', '10.55.0.1']),
    remoteAddress: () => asking,
    about: () => ({
      ok: true,
      software: 'abordo test',
      ridersConnected: sessions.connected(),
      uplinkUp: uplink.state.up,
      clock: null,
      atMs: null,
      storage: 'disk',
      position: null,
      policy: { running: running.version, problem: null },
    }),
    log,
  }
  const app = createPortalApp(deps)
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
    deps,
    ledger,
    telemetry,
    position,
    signOn,
    logged,
    uplink,
    ride,
    policy: {
      get current() {
        return running
      },
      async set(changes) {
        running = policySchema.parse({ ...running, ...changes })
        await sessions.adopt(running)
      },
    },
    as,
    accept: (client) =>
      as(client, '/session', { method: 'POST', body: new URLSearchParams({ terms: DEFAULT_POLICY.termsVersion }) }),
  }
}
