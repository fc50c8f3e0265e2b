import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { portalRows } from './portal/rows.ts'
import type { Row } from './row.ts'
import { table } from './table.ts'

// `npm run bench`: every figure that Abordo promises, measured here and now, as a table and as bench/results.json.
// A missed bound is a result, not an error: exit 1 means that the bench itself broke.
const root = fileURLToPath(new URL('..', import.meta.url))
const started = performance.now()
const progress = (what: string) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${what}`)

progress('building')
const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8', timeout: 180_000 })
if (built.status !== 0) {
  console.error(`npm run build failed:\n${built.stdout}${built.stderr}`)
  process.exit(1)
}

const groups: { group: string; title: string; rows: Row[] }[] = [
  { group: 'portal', title: 'The portal on a bus', rows: await portalRows(progress) },
]

for (const { title, rows } of groups) console.log(`\n${table(title, rows)}`)
const rows = groups.flatMap((group) => group.rows)
const missed = rows.filter(({ holds }) => holds === false)
const leftOut = rows.filter(({ holds }) => holds === null)
console.log(`\n${rows.length - missed.length - leftOut.length} of ${rows.length} bounds hold.`)
if (missed.length > 0) console.log(`Missed: ${missed.map(({ row }) => row).join('; ')}.`)
if (leftOut.length > 0) console.log(`Left out: ${leftOut.map(({ row, abordo }) => `${row} (${abordo})`).join('; ')}`)

const results = Object.fromEntries(groups.map(({ group, rows }) => [group, rows]))
writeFileSync(`${root}bench/results.json`, `${JSON.stringify(results, null, 2)}\n`)
progress('bench/results.json is written')
process.exit(0)
