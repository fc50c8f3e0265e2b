import type { Point } from './judge.ts'
import type { Life } from './life.ts'
import { databaseSizes, dnsmasqPid, heapOf, kernelSample, leases, processSample, tableRows } from './sample.ts'

/** A process's life, from its start to its end. */
interface Lived {
  pid: number
  series: Map<string, Point[]>
}

/** Everything that was sampled in a run. */
export class Taken {
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

  /** All of it as JSON, to be judged again. */
  toJson(): string {
    return JSON.stringify(this, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value))
  }

  static fromJson(text: string): Taken {
    const read = JSON.parse(text) as {
      lives: Record<string, { pid: number; series: Record<string, Point[]> }[]>
      series: Record<string, Point[]>
      rows: Record<string, Record<string, Point[]>>
    }
    const taken = new Taken()
    const isNumber = ({ value }: Point) => typeof value === 'number'
    const mapOf = (series: Record<string, Point[]>) =>
      new Map(Object.entries(series).map(([name, points]) => [name, points.filter(isNumber)]))
    for (const who of ['portal', 'fleet', 'dnsmasq'] as const)
      for (const { pid, series } of read.lives[who] ?? []) taken.lives[who].push({ pid, series: mapOf(series) })
    for (const [name, points] of mapOf(read.series)) taken.series.set(name, points)
    for (const name of ['gateway', 'fleet'] as const)
      for (const [table, points] of mapOf(read.rows[name] ?? {})) taken.rows[name].set(table, points)
    return taken
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
