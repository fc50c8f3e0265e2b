import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { FLEET } from './addresses.ts'
import type { Bus } from './bus.ts'
import type { Program } from './program.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const ABORDO = join(ROOT, 'dist/abordo.js')
export const DEMO_FEED = join(ROOT, 'dist/demo-feed')
export const FLEET_URL = `http://${FLEET}:8080`
export const SIGN_IN = { email: 'ana@example.mx', password: 'correct horse battery' }

/** The programs that users run, from dist/, on a bus: the fleet on the internet host, the portal on the gateway. */
export class Ride {
  fleet: Program | null = null
  portal: Program | null = null
  token = ''
  #fleetEnv: Record<string, string>
  #portalEnv: Record<string, string>

  constructor(
    readonly bus: Bus,
    portalEnv: Record<string, string> = {},
    fleetEnv: Record<string, string> = {},
  ) {
    this.#fleetEnv = { DATABASE_URL: `file:${bus.folder}/fleet.db`, FLEET_HOST: FLEET, ...fleetEnv }
    this.#portalEnv = {
      PORTAL_LAN_INTERFACE: 'lan0',
      PORTAL_WAN_INTERFACE: 'wan0',
      PORTAL_DATA_DIR: `${bus.folder}/gateway`,
      PORTAL_ACCOUNTING_INTERVAL_S: '1',
      // The harness runs its own.
      PORTAL_DHCP: 'none',
      ...portalEnv,
    }
  }

  /** `abordo …` on the internet host, to its end. Returns what it printed. */
  abordo(args: string[], input = ''): Promise<string> {
    return this.bus.inet.exec(process.execPath, [ABORDO, ...args], { input, env: this.#fleetEnv, timeoutMs: 30_000 })
  }

  async startFleet(): Promise<void> {
    this.fleet = this.bus.run('inet', process.execPath, [ABORDO, 'fleet'], this.#fleetEnv)
    await this.fleet.waitForLine(/serving on port 8080/)
  }

  /** Starts it without waiting until it serves. `before`: a command that runs it, with its arguments. */
  launchPortal(env: Record<string, string> = {}, before: string[] = []): Program {
    const [command = '', ...args] = [...before, process.execPath, ABORDO, 'portal']
    this.portal = this.bus.run('gw', command, args, { ...this.#portalEnv, ...env })
    return this.portal
  }

  async startPortal(...how: Parameters<Ride['launchPortal']>): Promise<void> {
    this.launchPortal(...how)
    await this.portal?.waitForLine(/riders are welcome/)
  }

  /** What an operator does: a feed, a user, a token, a gateway on a route; and what a technician does: enrol it. */
  async enrol(gatewayId: string, routeId: string, feed = DEMO_FEED): Promise<void> {
    await this.abordo(['gtfs', 'import', feed])
    await this.abordo(['user', 'add', SIGN_IN.email, '--role', 'operator', '--password-stdin'], SIGN_IN.password)
    this.token = (await this.abordo(['token', 'add', 'test', '--role', 'official'])).trim()
    await this.startFleet()
    await this.join(this, gatewayId, routeId)
  }

  /** Enrols this bus's gateway with the fleet of a ride, which has to be in reach. */
  async join(fleet: Ride, gatewayId: string, routeId: string): Promise<void> {
    const code = (await fleet.abordo(['gateway', 'add', gatewayId, '--site', 'vehicle', '--route', routeId])).trim()
    const enrolment = [ABORDO, 'gateway', 'enrol', '--fleet', FLEET_URL, '--code', code]
    await this.bus.gw.exec(process.execPath, enrolment, { env: this.#portalEnv })
  }

  /** The fleet's API, asked on the internet host with the token. */
  async api<T>(path: string): Promise<T> {
    const answer = await this.bus.inet.request({
      url: `${FLEET_URL}${path}`,
      headers: { authorization: `Bearer ${this.token}` },
    })
    return JSON.parse(answer.body) as T
  }

  /** What the fleet has stored, read from its database. */
  stored(): { reports: number; started: number; input: number; output: number; waiting: number } {
    const fleet = new Database(`${this.bus.folder}/fleet.db`, { readonly: true })
    const gateway = new Database(`${this.bus.folder}/gateway/gateway.db`, { readonly: true })
    try {
      const sums = fleet
        .prepare(
          `select count(*) reports, coalesce(sum(sessions_started), 0) started, coalesce(sum(input_octets), 0) input,
            coalesce(sum(output_octets), 0) output from report`,
        )
        .get() as { reports: number; started: number; input: number; output: number }
      const { waiting } = gateway.prepare('select count(*) waiting from outbox').get() as { waiting: number }
      return { ...sums, waiting }
    } finally {
      fleet.close()
      gateway.close()
    }
  }

  /** What the kernel has counted of the riders who are online now. */
  async counted(): Promise<{ input: number; output: number }> {
    const listed = JSON.parse(await this.bus.gw.exec('nft', ['-j', 'list', 'table', 'inet', 'abordo']))
    const octetsOf = (name: string) => {
      const set = listed.nftables.find((item: { set?: { name: string } }) => item.set?.name === name)?.set
      const counters = (set?.elem ?? []) as { elem: { counter: { bytes: number } } }[]
      return counters.reduce((sum, { elem }) => sum + elem.counter.bytes, 0)
    }
    return { input: octetsOf('octets_input'), output: octetsOf('octets_output') }
  }
}

/** The title of the portal's welcome page. */
export const WELCOME = 'WiFi gratis a bordo'

/** What the log of a program says, for a test that looks for what must not be there. */
export function logOf(program: Program): string {
  return readFileSync(program.logFile, 'utf8')
}
