import { join } from 'node:path'
import type { Health } from '../../contract/telemetry.ts'
import type { Dnsmasq } from '../dhcp/dnsmasq.ts'
import { readText } from '../read-text.ts'
import { cpuShare, cpuTime } from './cpu.ts'
import { readDisk } from './disk.ts'
import { memoryOf } from './memory.ts'
import { readTemperature } from './temperature.ts'

/** The machine's part of a report's health; the rest is the portal's own. */
export type MachineHealth = Omit<Health, 'storage' | 'databasesSetAside' | 'outbox'>

export interface HealthDeps {
  /** The folder whose disk counts: the portal's data. */
  dataDir: string
  /** Null where the operator runs DHCP and DNS himself. */
  dnsmasq: Pick<Dnsmasq, 'alive' | 'pool'> | null
  /** Where the kernel's files are; other folders for tests. */
  procFolder?: string
  sysFolder?: string
}

/** Reads how the machine is. What it does not say is null; nothing here throws or rejects. */
export function createHealth({ dataDir, dnsmasq, procFolder = '/proc', sysFolder = '/sys' }: HealthDeps) {
  const proc = (name: string) => readText(join(procFolder, name)) ?? ''
  // So that the first report, too, has a share: that since the portal's start.
  let before = cpuTime(proc('stat'))

  return {
    async read(): Promise<MachineHealth> {
      const now = cpuTime(proc('stat'))
      const share = cpuShare(before, now)
      before = now ?? before
      return {
        cpuShare: share,
        memory: memoryOf(proc('meminfo')),
        disk: await readDisk(dataDir),
        temperatureC: readTemperature(sysFolder),
        dhcp: dnsmasq?.pool() ?? null,
        dnsmasqAlive: dnsmasq?.alive() ?? null,
      }
    },
  }
}
