import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode, newCode } from '../../fleet-api/gateways.ts'
import type { Fleet } from '../../fleet-api/main.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import { byAddress } from '../../portal/clients/by-address.ts'
import { systemClock } from '../../portal/clock.ts'
import { enrol, readEnrolment, writeEnrolment } from '../../portal/enrolment.ts'
import { type UnenforcedFirewall, unenforcedFirewall } from '../../portal/firewall/none.ts'
import { type Portal, startPortal } from '../../portal/main.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { seededRandom } from '../random.ts'
import type { Bus } from './city/fleet.ts'
import { firewallOf, machineOf, receiverOf, roadOf } from './gateway-parts.ts'
import type { StagedBus } from './staged.ts'

export interface RunningBus extends StagedBus {
  portal: Portal
  firewall: UnenforcedFirewall
}

/** Simulated riders share this machine's address; each says which one it is. Only the demo's own portals, on loopback, ask. */
export const RIDER_HEADER = 'x-demo-rider'

/** Makes a bus known to the fleet and enrols it, over HTTP as a technician would, once. */
export async function enrolBus(bus: Bus, fleet: Pick<Fleet, 'db'>, fleetUrl: string, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'enrolment.json'))) return
  const routeId = bus.isAssigned ? bus.routeId : null
  const added = { gatewayId: bus.id, site: 'vehicle', label: bus.label, routeId } as const
  const by = byCommandLine(Date.now())
  const isKnown = (await findGateway(fleet.db, bus.id)) !== null
  if (isKnown && bus.fault === 'never-seen') return
  const code = isKnown ? (await newCode(fleet.db, bus.id, by)).code : await addGatewayWithCode(fleet.db, added, by)
  if (bus.fault === 'never-seen') return
  writeEnrolment(dataDir, { ...(await enrol(fleetUrl, code, SOFTWARE)), fleetUrl })
}

/** The credential that a bus was given. */
export function credentialOf(dataDir: string): string | null {
  return readEnrolment(dataDir)?.credential ?? null
}

/**
 * Starts the real portal of a bus on this machine, with a firewall that counts instead of filtering, and a receiver and a modem that
 * are made up. `port` 0: any that is free.
 */
export async function startBus(
  staged: StagedBus,
  options: { port: number; fleetUrl: string; dataDir: string; log: (message: string, error?: unknown) => void },
): Promise<RunningBus> {
  // Each run of the demo is a boot of the bus: the minutes in between are history, not one long interval.
  const clock = { ...systemClock(), kernelBootId: randomUUID() }
  const random = seededRandom(`${staged.seed} ${staged.bus.id} hardware`)
  const octets = { input: 0, output: 0 }
  const firewall = firewallOf(staged, unenforcedFirewall(clock.uptime), octets)
  const portal = await startPortal({
    config: {
      enforcement: 'none',
      lanInterface: '',
      wanInterface: '',
      httpPort: options.port,
      httpsPort: null,
      hostname: null,
      dataDir: options.dataDir,
      fleetUrl: options.fleetUrl,
      dhcp: 'none',
      tls: null,
      accountingIntervalS: 60,
      outboxOctets: 200_000_000,
      gpsd: null,
      itxpt: null,
      signOn: null,
      upgrades: null,
    },
    log: options.log,
    clock,
    firewall,
    machine: machineOf(staged, octets, clock.kernelBootId, random),
    receiver: receiverOf(staged, clock.uptime, random),
    fetch: roadOf(staged, random),
    // All buses have the same addresses; a rider of one is no rider of another, who would be let in there without a tap.
    clients: byAddress(staged.bus.id),
    remoteAddress: (incoming) => {
      const rider = incoming.headers[RIDER_HEADER]
      return typeof rider === 'string' ? rider : (incoming.socket.remoteAddress ?? '')
    },
    listenOn: '127.0.0.1',
  })
  return { ...staged, portal, firewall }
}
