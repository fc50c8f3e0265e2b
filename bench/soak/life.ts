import { readFileSync } from 'node:fs'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { currentRoutes } from '../../fleet-api/queries/feeds.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'
import { WAN } from '../../test/bus/addresses.ts'
import { Bus } from '../../test/bus/bus.ts'
import type { Crowd } from '../../test/bus/crowd.ts'
import type { Program } from '../../test/bus/program.ts'
import { FLEET_URL, Ride } from '../../test/bus/ride.ts'
import { credential, gatewayId } from '../fleet/city.ts'
import { bundleParts } from './bundle.ts'
import { type Pace, paceNow } from './pace.ts'

const PHONES = 4
const CROWD = 80
const BUS = 'bus-1'
/** As small as the setting goes: a long outage fills it. */
const OUTBOX_OCTETS = 1_000_000
/** The fleet lives through months, and a token for a year at most. */
const FOR_LONG = ['--days', '366']
export const MOST_DAYS = 360
const CAP_SYS_TIME = 25n

/** The least that the settings take. */
export const RETENTION = { minutesDays: 7, hoursDays: 92 }

export interface LifeOptions {
  id: string
  seed: string
  speed: number
  gateways: number
}

/** A bus with its portal, the fleet, and more gateways that report to it. */
export class Life {
  fleet: Program | null = null
  private constructor(
    readonly bus: Bus,
    readonly crowd: Crowd,
    readonly ride: Ride,
    readonly pace: Pace,
    private readonly parts: { fleet: string; gateways: string },
    private readonly tokens: { admin: string; metrics: string },
    readonly gateways: Program,
  ) {}

  static async begin({ id, seed, speed, gateways }: LifeOptions): Promise<Life> {
    const bus = await Bus.create({ id, phones: PHONES, dnsmasq: false })
    try {
      const crowd = await bus.crowd(CROWD)
      // Memory from one place: as in deploy/units/abordo-portal.service.
      const ride = new Ride(bus, {
        PORTAL_DHCP: 'dnsmasq',
        PORTAL_OUTBOX_OCTETS: String(OUTBOX_OCTETS),
        MALLOC_ARENA_MAX: '1',
      })
      await ride.enrol(BUS, 'T1')
      const admin = (await ride.abordo(['token', 'add', 'soak', '--role', 'admin', ...FOR_LONG])).trim()
      const metrics = (
        await ride.abordo(['token', 'add', 'metrics', '--role', 'operator', '--scope', 'metrics', ...FOR_LONG])
      ).trim()
      await ride.fleet?.stop()
      const file = `${bus.folder}/fleet.db`
      await addSimulated(file, gateways)
      const startedMs = Date.now()
      const pace: Pace = { beginMs: startedMs, startedMs, speed }
      const parts = bundleParts(bus.folder)
      const env = { SOAK_PACE: JSON.stringify(pace), SOAK_SEED: seed, SOAK_GATEWAYS: String(gateways) }
      const simulated = bus.run('inet', process.execPath, [parts.gateways], env)
      const life = new Life(bus, crowd, ride, pace, parts, { admin, metrics }, simulated)
      await life.startFleet(0)
      await life.asks('PUT', '/api/settings/retention', RETENTION)
      await life.startPortal()
      return life
    } catch (error) {
      await bus.remove()
      throw error
    }
  }

  async startFleet(skewMs: number): Promise<void> {
    const env = {
      DATABASE_URL: `file:${this.bus.folder}/fleet.db`,
      SOAK_PACE: JSON.stringify(this.pace),
      SOAK_SKEW_MS: String(skewMs),
    }
    this.fleet = this.bus.run('inet', process.execPath, ['--max-semi-space-size=64', this.parts.fleet], env)
    await this.fleet.waitForLine(/serving on port 8080/, 30_000)
  }

  /**
   * The fleet's time is not this machine's, and a gateway without NTP takes it from the fleet: the bus's programs may not set the machine's
   * clock, which everybody else lives by (test/bus/program.ts). That is looked at here, before it could happen.
   */
  async startPortal(): Promise<void> {
    const portal = this.ride.launchPortal()
    await portal.waitForLine(/riders are welcome/)
    const rights = /^CapEff:\s+([0-9a-f]+)$/m.exec(readFileSync(`/proc/${portal.pid}/status`, 'utf8'))?.[1]
    if ((BigInt(`0x${rights}`) >> CAP_SYS_TIME) & 1n) {
      await portal.stop('SIGKILL')
      throw new Error("the portal could have set this machine's clock")
    }
  }

  /** Asks the fleet's API as an admin does; the answer's text. */
  async asks(method: string, path: string, body?: object): Promise<string> {
    const headers = {
      authorization: `Bearer ${path === '/metrics' ? this.tokens.metrics : this.tokens.admin}`,
      'content-type': 'application/json',
    }
    const answer = await this.bus.inet.request({
      url: `${FLEET_URL}${path}`,
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 200)}`)
    return answer.body
  }

  /** A policy that differs from the one before. */
  async changePolicy(random: () => number): Promise<void> {
    await this.asks('PUT', `/api/policy/gateways/${BUS}`, {
      sessionSeconds: 60 + Math.floor(random() * 60),
      idleSeconds: 60,
      quotaOctets: random() < 0.5 ? null : 100_000 + Math.floor(random() * 900_000),
      clientRate: { down: random() < 0.5 ? null : 4_000_000 + Math.floor(random() * 8_000_000) },
      walledGarden: Array.from({ length: Math.floor(random() * 5) }, (_, index) => `garden-${index}.example.mx`),
      blockedNames: Array.from({ length: Math.floor(random() * 200) }, (_, index) => `blocked-${index}.example.mx`),
    })
  }

  /** The link is there again, and with it the way to everywhere, which the kernel has forgotten. */
  async uplinkBack(): Promise<void> {
    await this.bus.uplink('up')
    await this.bus.gw.exec('ip', ['route', 'replace', 'default', 'via', WAN.internet])
  }

  /** Reports that the simulated gateways have stored, by their own word. */
  stored(): number {
    const last = this.gateways.output().trim().split('\n').at(-1) ?? ''
    return last.startsWith('{') ? (JSON.parse(last) as { stored: number }).stored : 0
  }

  /** Days of the fleet's time that have passed. */
  days(): number {
    return (paceNow(this.pace, Date.now()) - this.pace.beginMs) / 86_400_000
  }

  get databases(): { fleet: string; gateway: string } {
    return { fleet: `${this.bus.folder}/fleet.db`, gateway: `${this.bus.folder}/gateway/gateway.db` }
  }

  get leaseFile(): string {
    return `${this.bus.folder}/gateway/dnsmasq.leases`
  }
}

async function addSimulated(file: string, gateways: number): Promise<void> {
  const db = await openFleetDatabase(`file:${file}`)
  const routes = await currentRoutes(db)
  const rows = Array.from({ length: gateways }, (_, number) => ({
    gatewayId: gatewayId(number),
    site: 'vehicle' as const,
    routeId: routes[number % routes.length]?.routeId ?? null,
    credentialHash: hashSecret(credential(number)),
    credentialAt: 0,
    addedAt: 0,
    enrolledAt: 0,
  }))
  if (rows.length > 0) await db.transaction((tx) => tx.insert(gateway).values(rows))
  await db.close()
}
