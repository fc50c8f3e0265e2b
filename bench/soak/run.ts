import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { busNeeds } from '../../test/bus/needs.ts'
import { table } from '../table.ts'
import { MOST_DAYS } from './life.ts'
import { live } from './live.ts'
import { soakRows } from './rows.ts'
import { Taken } from './taken.ts'

// `npm run soak -- --minutes 60 --speed 5760 --seed 1`: a bus and a fleet live through months with faults; what grows in them is an error.
// The bus lives 60 times as fast as a real one: an accounting interval takes a second. The fleet's time runs at --speed: 5760 is four days
// a minute, so that within the hour everything gets too old that is deleted when it is (7 days of minutes, 92 of hours).
// A longer run goes slower, so that it is no more than a year. --from FILE judges the samples (--samples FILE) of an earlier run.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    speed: { type: 'string' },
    gateways: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    samples: { type: 'string' },
    from: { type: 'string' },
  },
})
const [minutes, gateways] = [Number(values.minutes), Number(values.gateways)]
const fastest = Math.floor((MOST_DAYS * 1440) / minutes)
const speed = Number(values.speed ?? Math.min(5760, fastest))
if (![minutes, speed, gateways].every((value) => Number.isFinite(value) && value > 0)) {
  console.error('--minutes, --speed and --gateways are numbers above 0.')
  process.exit(2)
}
if (speed > fastest) {
  console.error(
    `At --speed ${speed} the fleet would live more than ${MOST_DAYS} days, which its tokens do not: ${fastest} is the most.`,
  )
  process.exit(2)
}
const missing = values.from ? null : busNeeds()
if (missing !== null) {
  console.error(missing)
  process.exit(2)
}
// So that what the run has made goes with it, whatever ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const root = fileURLToPath(new URL('../../', import.meta.url))
const started = performance.now()
const say = (what: string) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${what}`)

const { taken, ...lived } = values.from
  ? { taken: Taken.fromJson(readFileSync(values.from, 'utf8')) }
  : await built().then(() =>
      live({ seconds: minutes * 60, speed, gateways, seed: values.seed, samples: values.samples ?? null, say }),
    )
const rows = soakRows(taken, speed)
console.log(table(`A bus and a fleet, ${minutes} minutes at seed ${values.seed}`, rows))
const growing = rows.filter(({ holds }) => holds === false)
console.log(growing.length === 0 ? '\nNothing grows.' : `\nGrows: ${growing.map(({ row }) => row).join('; ')}.`)
const file = `${root}bench/soak.json`
writeFileSync(file, `${JSON.stringify({ minutes, speed, gateways, seed: values.seed, ...lived, rows }, null, 2)}\n`)
say('bench/soak.json is written')
process.exit(growing.length === 0 ? 0 : 1)

async function built(): Promise<void> {
  say('building')
  const done = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8', timeout: 180_000 })
  if (done.status === 0) return
  console.error(`npm run build failed:\n${done.stdout}${done.stderr}`)
  process.exit(1)
}
