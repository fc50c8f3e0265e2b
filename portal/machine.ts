import type { Health } from '../contract/telemetry.ts'
import type { Telemetry } from './accounting/telemetry.ts'
import type { Clock } from './clock.ts'
import type { Dnsmasq } from './dhcp/dnsmasq.ts'
import { createHealth } from './health/health.ts'
import { interfaceCounter } from './uplink/interface.ts'
import { createUplinkLooks } from './uplink/looks.ts'
import { mmcliCommand } from './uplink/modems/mmcli.ts'
import { createModemReader } from './uplink/modems/reader.ts'
import { createUplinkMonitor, type UplinkDeps } from './uplink/monitor.ts'
import { createUplinkTelemetry } from './uplink/telemetry.ts'

export interface MachineDeps {
  /** False where nothing of this machine is the gateway's: a laptop, the demo. */
  isGateway: boolean
  wanInterface: string
  dataDir: string
  fleetUrl: string | null
  clock: Clock
  dnsmasq: Dnsmasq | null
  storage: () => Pick<Health, 'storage' | 'databasesSetAside'>
  uplinkChanged: UplinkDeps['changed']
  log: (message: string, error?: unknown) => void
}

/** Watches the machine and its uplink, for riders and for the reports. */
export function watchMachine(deps: MachineDeps) {
  const { isGateway, wanInterface, dataDir, fleetUrl, clock, dnsmasq, log } = deps
  const looks = isGateway ? createUplinkLooks({ wanInterface, fleetUrl, uptime: clock.uptime }) : null
  const uplink = createUplinkMonitor({
    clock,
    link: looks?.isLinked ?? (() => true),
    probe: looks?.probe ?? (async () => 0),
    log,
    changed: deps.uplinkChanged,
  })
  const health = isGateway ? createHealth({ dataDir, dnsmasq }) : null
  const { kernelBootId, uptime } = clock
  const telemetry =
    looks &&
    createUplinkTelemetry({
      monitor: uplink,
      looks,
      counter: () => interfaceCounter(wanInterface, kernelBootId),
      modems: createModemReader({ run: mmcliCommand(), uptime, kernelBootId, log }),
    })

  return {
    uplink,
    /** The round trip of the last probe, for a fix of the trace. A laptop's uplink is nobody's to judge. */
    lastLook: (): number | null => (isGateway ? uplink.lastLook() : -1),
    /** Asks interface and modems; apart from the report, which does not wait for a modem. Never rejects. */
    look: async (): Promise<void> => telemetry?.look(),
    async telemetry(): Promise<Telemetry> {
      const machine = await health?.read()
      return { health: machine ? { ...machine, ...deps.storage() } : null, uplink: telemetry?.read() ?? null }
    },
  }
}
