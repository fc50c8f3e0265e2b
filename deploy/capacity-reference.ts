import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Row } from '../bench/row.ts'

const RESULTS = fileURLToPath(new URL('../bench/results.json', import.meta.url))
/** What the bench measured its load with: León, a report a minute from each. */
const LEON = 2300
const SIZES = [100, LEON, 100_000]
const KEPT_DAYS = 30
const ENGINES = ['SQLite', 'PostgreSQL'] as const
type EngineName = (typeof ENGINES)[number]

/** docs/capacity.md, from what the bench has measured (bench/results.json). */
export function capacityReference(): string {
  const rows = (JSON.parse(readFileSync(RESULTS, 'utf8')) as { fleet: Row[] }).fleet
  const figureOf = (row: string, name: string): number => {
    const value = rows.find((one) => one.row === row)?.figures[name]
    if (value === undefined) throw new Error(`bench/results.json has no "${name}" of "${row}": npm run bench -- fleet`)
    return value
  }
  const of = (engine: EngineName, row: string, name: string) => figureOf(`${engine}: ${row}`, name)
  const overTheAir = (name: string) => figureOf('A gateway and day, over the air', name)
  const share = (engine: EngineName) => of(engine, 'León, 2,300 gateways: share of a core', 'share')
  const day = (engine: EngineName) => of(engine, 'A gateway and day, on disk', 'minutes')
  const rollups = (engine: EngineName) => of(engine, 'A gateway and day, on disk', 'rollups')
  const most = (engine: EngineName) => of(engine, 'Reports stored, 1 in a request', 'perSecondOf16')
  const backlog = (engine: EngineName) => of(engine, 'Reports stored, 50 in a request', 'perSecondOf16')
  const memory = (engine: EngineName) => of(engine, 'Memory after it (RSS)', 'rssMegabytes')

  const lines = SIZES.flatMap((gateways) =>
    ENGINES.map((engine) => {
      const cores = (share(engine) * gateways) / LEON
      const room = (day(engine) * gateways * KEPT_DAYS) / 1e9
      const year = (rollups(engine) * gateways * 365) / 1e9
      const ofMost = gateways / 60 / most(engine)
      const hour = (gateways * 60) / backlog(engine)
      return `| ${figure(gateways)} | ${engine} | ${percent(cores)} | ${percent(ofMost)} | ${gigabytes(room)} | ${gigabytes(year)} | ${duration(hour)} |`
    }),
  )
  return `# What a machine carries

Made by \`npm run capacity\` from bench/results.json, which \`npm run bench\` writes: do not edit. Measured on two virtual cores that the
load, the database and the fleet shared; one process of the fleet, one report a minute from each gateway, answered after its commit is on
the disk. 2,300 gateways (León) were measured; the other sizes are in proportion to it, and so are estimates. Run \`npm run bench\` on your
own machine: what counts are the ratios.

*Hecho con mediciones de \`npm run bench\`; 2,300 equipos (León) se midieron, los demás tamaños son estimaciones en proporción.*

| gateways | database | of one core, a usual minute | of the most that one process takes, each report by itself | minutes, ${KEPT_DAYS} days | hours and days, for each year | an hour without a link is caught up in |
|---:|---|---:|---:|---:|---:|---:|
${lines.join('\n')}

- **100 gateways**: the smallest machine that there is, SQLite. **León**: two cores, ${gigabytes(Math.ceil((day('SQLite') * LEON * KEPT_DAYS * 2) / 1e10) * 10)} of disk (twice what the minutes
  take, so that a backup has room), SQLite. **A country**: what is above 100 % is more than one process does, and on SQLite there is
  only one; so PostgreSQL and at least ${Math.ceil((share('PostgreSQL') * 100_000) / LEON)} processes of the fleet, each with a core. PostgreSQL's own work is not in these columns,
  and nobody has tried that size.
- Memory of the process after León's load: ${memory('SQLite')} MB (SQLite), ${memory('PostgreSQL')} MB (PostgreSQL).
- A gateway and day on disk: ${figure(of('SQLite', 'A gateway and day, on disk', 'octets'))} octets (SQLite), ${figure(of('PostgreSQL', 'A gateway and day, on disk', 'octets'))} (PostgreSQL, ${ratio(of('PostgreSQL', 'A gateway and day, on disk', 'octets') / of('SQLite', 'A gateway and day, on disk', 'octets'))} times as much).
  Minutes are kept for ${KEPT_DAYS} days (PostgreSQL drops whole months: up to 61), hours for three years, days for ever; Settings → retention.
- **Over the SIM**, a gateway that drives for 24 hours: ${ratio(overTheAir('megabytes'))} MB a day, ${figure(overTheAir('megabytes') * 30)} MB in 30 days, for its reports over HTTPS (each minute ${figure(overTheAir('sentOctets'))}
  octets out and ${figure(overTheAir('receivedOctets'))} in), without TCP's and IP's own headers, policies and upgrades. What riders use comes on top.
- A bare node:http server that only commits one row for each request takes ${percent(of('SQLite', 'León, 2,300 gateways: share of a core', 'bareShare'))} of a core at León's load: the fleet, with verdicts, rollups
  and evidence, ${ratio(share('SQLite') / of('SQLite', 'León, 2,300 gateways: share of a core', 'bareShare'))} times that on SQLite, ${ratio(share('PostgreSQL') / of('PostgreSQL', 'León, 2,300 gateways: share of a core', 'bareShare'))} times on PostgreSQL.
- The month's report takes as long with 100 million minutes as with one million (${ratio(of('SQLite', "The month's report", 'spread'))} times between the fastest and the slowest), the
  live chart of 100 routes ${Math.round(of('SQLite', 'The live chart, last hour', 'allP50MsAt100M'))} ms.
`
}

const figure = (value: number) => Math.round(value).toLocaleString('en')
const ratio = (value: number) => value.toFixed(1)
const percent = (share: number) => (share < 0.1 ? `${(share * 100).toFixed(1)} %` : `${figure(share * 100)} %`)

function gigabytes(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(1)} TB`
  if (value < 0.1) return `${figure(value * 1000)} MB`
  return value >= 10 ? `${figure(value)} GB` : `${value.toFixed(1)} GB`
}

function duration(seconds: number): string {
  return seconds >= 90 ? `${figure(seconds / 60)} min` : `${seconds < 10 ? seconds.toFixed(1) : figure(seconds)} s`
}
