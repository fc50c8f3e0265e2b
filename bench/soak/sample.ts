import { readdirSync, readFileSync, statSync } from 'node:fs'
import { connectSqlite } from '../../db/open.ts'
import type { Bus } from '../../test/bus/bus.ts'
import { processesIn } from '../../test/bus/remove.ts'

/** What one process holds. */
export interface ProcessSample {
  pid: number
  rssMegabytes: number
  handles: number
  threads: number
  children: number
}

export function processSample(pid: number): ProcessSample | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(/\s+/).filter(Boolean),
    )
    return {
      pid,
      rssMegabytes: (field('VmRSS') * 1024) / 1e6,
      handles: readdirSync(`/proc/${pid}/fd`).length,
      threads: field('Threads'),
      children: children.length,
    }
  } catch {
    return null // it has just ended
  }
}

/** The gateway's dnsmasq, which outlives the portal that started it. */
export function dnsmasqPid(bus: Bus): number | null {
  const found = processesIn([bus.gw.namespace]).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dnsmasq'
    } catch {
      return false
    }
  })
  return found ?? null
}

/** What the kernel of the gateway holds for it: elements of our sets by name, connections, neighbours. */
export async function kernelSample(bus: Bus): Promise<Record<string, number>> {
  const [listed, connections, neighbours] = await Promise.all([
    bus.gw.exec('nft', ['-j', 'list', 'table', 'inet', 'abordo']),
    bus.gw.exec('conntrack', ['-C']),
    bus.gw.exec('ip', ['-4', 'neigh', 'show', 'dev', 'lan0']),
  ])
  const objects = JSON.parse(listed).nftables as { set?: { name: string; elem?: unknown[] }; rule?: unknown }[]
  const sets = objects.flatMap(({ set }) => (set ? [[`nft set ${set.name}`, set.elem?.length ?? 0] as const] : []))
  return {
    ...Object.fromEntries(sets),
    'nft rules': objects.filter(({ rule }) => rule !== undefined).length,
    'conntrack entries': Number(connections),
    neighbours: neighbours.split('\n').filter(Boolean).length,
  }
}

export function leases(file: string): number {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).length
  } catch {
    return 0
  }
}

/** Megabytes of a database and of its write-ahead log. */
export function databaseSizes(path: string): { file: number; log: number } {
  const octets = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return { file: octets(path) / 1e6, log: octets(`${path}-wal`) / 1e6 }
}

/** Rows by table; null: the file cannot be read just now. */
export function tableRows(path: string): Record<string, number> | null {
  let database: ReturnType<typeof connectSqlite>
  try {
    database = connectSqlite(path, { readonly: true })
  } catch {
    return null
  }
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .all() as {
      name: string
    }[]
    return Object.fromEntries(
      tables.map(({ name }) => [name, (database.prepare(`select count(*) n from "${name}"`).get() as { n: number }).n]),
    )
  } catch {
    return null
  } finally {
    database.close()
  }
}

/** The fleet's own word on its heap, in megabytes: from its /metrics, as Prometheus would ask. */
export function heapOf(metrics: string): number {
  return Number(/^abordo_nodejs_heap_size_used_bytes ([\d.e+]+)$/m.exec(metrics)?.[1]) / 1e6
}
