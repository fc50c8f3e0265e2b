import type { Health } from '../contract/telemetry.ts'
import type { Telemetry } from './accounting/telemetry.ts'
import type { Clock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import type { Dnsmasq } from './dhcp/dnsmasq.ts'
import { createHealth, type MachineHealth } from './health/health.ts'
import { interfaceCounter } from './uplink/interface.ts'
import { createUplinkLooks, type UplinkLooks } from './uplink/looks.ts'
import { mmcliCommand } from './uplink/modems/mmcli.ts'
import { createModemReader, type ModemReader } from './uplink/modems/reader.ts'
import { createUplinkMonitor, type UplinkDeps } from './uplink/monitor.ts'
import { createUplinkTelemetry, type UplinkTelemetryDeps } from './uplink/telemetry.ts'

/** What of a machine is looked at: its uplink, its modems, itself. */
export interface MachineParts {
  looks: Pick<UplinkLooks, 'isLinked' | 'probe' | 'last'>
  counter: UplinkTelemetryDeps['counter']
  modems: ModemReader
  health: { read(): Promise<MachineHealth> }
}

export interface GatewayMachineDeps {
  fleetUrl: string | null
  clock: Clock
  dnsmasq: Dnsmasq | null
  log: (message: string, error?: unknown) => void
}

/** The parts of the machine that this program runs on. */
export function gatewayMachine(
  { wanInterface, dataDir }: Pick<PortalConfig, 'wanInterface' | 'dataDir'>,
  { fleetUrl, clock, dnsmasq, log }: GatewayMachineDeps,
) {
  const { kernelBootId, uptime } = clock
  return {
    looks: createUplinkLooks({ wanInterface, fleetUrl, uptime }),
    counter: () => interfaceCounter(wanInterface, kernelBootId),
    modems: createModemReader({ run: mmcliCommand(), uptime, kernelBootId, log }),
    health: createHealth({ dataDir, dnsmasq }),
  } satisfies MachineParts
}

export interface MachineDeps {
  /** Null where nothing of this machine is the gateway's: a laptop. */
  parts: MachineParts | null
  clock: Clock
  storage: () => Pick<Health, 'storage' | 'databasesSetAside'>
  uplinkChanged: UplinkDeps['changed']
  log: (message: string) => void
}

/** Watches the machine and its uplink, for riders and for the reports. */
export function watchMachine({ parts, clock, storage, uplinkChanged, log }: MachineDeps) {
  const uplink = createUplinkMonitor({
    clock,
    link: parts?.looks.isLinked ?? (() => true),
    probe: parts?.looks.probe ?? (async () => 0),
    log,
    changed: uplinkChanged,
  })
  const telemetry = parts && createUplinkTelemetry({ monitor: uplink, ...parts })

  return {
    uplink,
    /** The round trip of the last probe, for a fix of the trace. A laptop's uplink is nobody's to judge. */
    lastLook: (): number | null => (parts ? uplink.lastLook() : -1),
    /** Asks interface and modems; apart from the report, which does not wait for a modem. Never rejects. */
    look: async (): Promise<void> => telemetry?.look(),
    async telemetry(): Promise<Telemetry> {
      const machine = await parts?.health.read()
      return { health: machine ? { ...machine, ...storage() } : null, uplink: telemetry?.read() ?? null }
    },
  }
}
