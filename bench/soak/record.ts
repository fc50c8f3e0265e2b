import type { Point } from './judge.ts'
import type { Life } from './life.ts'
import { databaseSizes, dnsmasqPid, heapOf, kernelSample, leases, processSample, tableRows } from './sample.ts'

/** A process's life, from its start to its end. */
interface Lived {
  pid: number
  series: Map<string, Point[]>
}

/** Everything that was sampled in a run. */
export class Record_ {
  readonly lives: Record<'portal' | 'fleet' | 'dnsmasq', Lived[]> = { portal: [], fleet: [], dnsmasq: [] }
  readonly series = new Map<string, Point[]>()
  readonly rows: Record<'gateway' | 'fleet', Map<string, Point[]>> = { gateway: new Map(), fleet: new Map() }

  async take(life: Life, at: number, withRows: boolean): Promise<void> {
    const pids = { portal: life.ride.portal?.pid ?? 0, fleet: life.fleet?.pid ?? 0, dnsmasq: dnsmasqPid(life.bus) ?? 0 }
    for (const who of ['portal', 'fleet', 'dnsmasq'] as const) {
      const taken = processSample(pids[who])
      if (taken === null) continue
      const { pid, ...figures } = taken
      for (const [name, value] of Object.entries(figures)) this.#lived(who, pid, name, at, value)
    }
    const metrics = await life.asks('GET', '/metrics').catch(() => null)

    if (metrics !== null) this.#lived('fleet', pids.fleet, 'heapMegabytes', at, heapOf(metrics))
    const kernel = await kernelSample(life.bus).catch(() => ({}))
    for (const [name, value] of Object.entries(kernel)) this.#point(this.series, name, at, value)
    this.#point(this.series, 'DHCP leases', at, leases(life.leaseFile))
    for (const [name, path] of Object.entries(life.databases)) {
      const { file, log } = databaseSizes(path)
      this.#point(this.series, `${name}.db`, at, file)
      this.#point(this.series, `${name}.db-wal`, at, log)
    }
    if (!withRows) return
    for (const name of ['gateway', 'fleet'] as const) {
      for (const [table, rows] of Object.entries(tableRows(life.databases[name]) ?? {}))
        this.#point(this.rows[name], table, at, rows)
    }
  }

  #point(into: Map<string, Point[]>, name: string, at: number, value: number): void {
    const points = into.get(name) ?? []
    points.push({ at, value })
    into.set(name, points)
  }

  #lived(who: 'portal' | 'fleet' | 'dnsmasq', pid: number, name: string, at: number, value: number): void {
    const lives = this.lives[who]
    let lived = lives.at(-1)
    if (lived?.pid !== pid) {
      lived = { pid, series: new Map() }
      lives.push(lived)
    }
    this.#point(lived.series, name, at, value)
  }
}
