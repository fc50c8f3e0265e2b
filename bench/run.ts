import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dashboardRows } from './dashboard/rows.ts'
import { evidenceRows } from './evidence/rows.ts'
import { fleetRows } from './fleet/rows.ts'
import { portalRows } from './portal/rows.ts'
import { reportRows } from './report/rows.ts'
import { NO_BOUND, type Row } from './row.ts'
import { table } from './table.ts'

// `npm run bench`: every figure that Abordo promises, measured here and now, as a table and as bench/results.json.
// `npm run bench -- fleet`: those of one group; what the file says of the others stays as it is.
// A missed bound is a result, not an error: exit 1 means that the bench itself broke.
const GROUPS: Record<string, { title: string; measure: (progress: (what: string) => void) => Promise<Row[]> }> = {
  portal: { title: 'The portal on a bus', measure: portalRows },
  fleet: { title: 'The fleet', measure: fleetRows },
  dashboard: { title: 'The dashboard', measure: dashboardRows },
  report: { title: "The city's report", measure: reportRows },
  evidence: { title: 'Route evidence', measure: evidenceRows },
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in GROUPS))
if (unknown !== undefined) {
  console.error(`There is no group "${unknown}": name any of ${Object.keys(GROUPS).join(', ')}, or none for all.`)
  process.exit(2)
}
// So that what the bench has started and made goes with it, whatever ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const root = fileURLToPath(new URL('..', import.meta.url))
const started = performance.now()
const progress = (what: string) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${what}`)

progress('building')
const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8', timeout: 180_000 })
if (built.status !== 0) {
  console.error(`npm run build failed:\n${built.stdout}${built.stderr}`)
  process.exit(1)
}

const results: Record<string, Row[]> = {}
for (const [name, { measure }] of Object.entries(GROUPS)) {
  if (asked.length === 0 || asked.includes(name)) results[name] = await measure(progress)
}
for (const [name, rows] of Object.entries(results)) console.log(`\n${table(GROUPS[name]?.title ?? name, rows)}`)

const bounded = Object.values(results)
  .flat()
  .filter(({ bound }) => bound !== NO_BOUND)
const missed = bounded.filter(({ holds }) => holds === false)
const leftOut = bounded.filter(({ holds }) => holds === null)
console.log(`\n${bounded.length - missed.length - leftOut.length} of ${bounded.length} bounds hold.`)
if (missed.length > 0) console.log(`Missed: ${missed.map(({ row }) => row).join('; ')}.`)
if (leftOut.length > 0) console.log(`Left out: ${leftOut.map(({ row, abordo }) => `${row} (${abordo})`).join('; ')}`)

const file = `${root}bench/results.json`
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Row[]>) : {}
const known = Object.keys(GROUPS).flatMap((name) => {
  const rows = results[name] ?? before[name]
  return rows === undefined ? [] : [[name, rows] as const]
})
writeFileSync(file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`)
progress('bench/results.json is written; "npm run capacity" brings docs/capacity.md up to date')
process.exit(0)
