import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../cli/random.ts'
import { Life } from './life.ts'
import { type PlannedFault, soakPlan } from './plan.ts'
import { Record_ } from './record.ts'
import { startRiders } from './riders.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    speed: { type: 'string', default: '5760' },
    gateways: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    raw: { type: 'string' },
  },
})
const seconds = Number(values.minutes) * 60
const SAMPLE_S = 10
const started = performance.now()
const elapsed = () => (performance.now() - started) / 1000
const say = (what: string) => console.error(`${elapsed().toFixed(0).padStart(5)} s: ${what}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const clockAtStart = Date.now() - performance.now()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const life = await Life.begin({
  id: 'soak',
  seed: values.seed,
  speed: Number(values.speed),
  gateways: Number(values.gateways),
})
say('it lives')
const begun = elapsed()
const at = () => elapsed() - begun
const random = seededRandom(`soak policies ${values.seed}`)
const happened: Record<string, number> = {}

async function strike(fault: PlannedFault): Promise<void> {
  happened[fault.kind] = (happened[fault.kind] ?? 0) + 1
  if (fault.kind === 'uplink') {
    await life.bus.uplink('down')
    await pause(fault.seconds * 1000)
    await life.bus.uplink('up')
    await life.bus.gw.exec('ip', ['route', 'replace', 'default', 'via', '192.0.2.1'])
  } else if (fault.kind === 'kill-fleet') {
    await life.fleet?.stop('SIGKILL')
    await pause(fault.seconds * 1000)
    await life.startFleet(fault.skewMs)
  } else if (fault.kind === 'kill-portal') {
    await life.ride.portal?.stop('SIGKILL')
    await pause(fault.seconds * 1000)
    await life.startPortal()
  } else if (fault.kind === 'policy') await life.changePolicy(random)
  else if (life.ride.portal?.exit === null) process.kill(life.ride.portal.pid, 'SIGHUP')
}

const record = new Record_()
const riders = startRiders(life.bus, life.crowd, values.seed)
const plan = soakPlan(values.seed, seconds)
/** What happens to one thing happens one after another. */
const striking = new Map<string, Promise<void>>()
let next = 0
let taken = 0
try {
  while (at() < seconds) {
    while ((plan[next]?.at ?? Number.POSITIVE_INFINITY) <= at()) {
      const fault = plan[next] as PlannedFault
      next += 1
      if (fault.kind.startsWith('kill') || (fault.kind === 'uplink' && fault.seconds > 60))
        say(`${fault.kind} (${'seconds' in fault ? fault.seconds.toFixed(0) : 0} s)`)
      const before = striking.get(fault.kind) ?? Promise.resolve()
      const failed = (error: Error) => say(`${fault.kind} failed: ${error.message.split('\n')[0]}`)
      striking.set(fault.kind, before.then(() => strike(fault)).catch(failed))
    }
    if (at() >= taken * SAMPLE_S) {
      await record.take(life, at(), taken % 6 === 0)
      taken += 1
      if (values.raw && taken % 6 === 0)
        writeFileSync(
          values.raw,
          JSON.stringify(record, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value)),
        )
      if (taken % 30 === 0)
        say(
          `${life.days().toFixed(1)} days; ${JSON.stringify(riders.deeds)}; gateways ${life.gateways.output().trim().split('\n').at(-1)}`,
        )
    }
    if (Math.abs(Date.now() - performance.now() - clockAtStart) > 60_000)
      throw new Error("this machine's clock was set meanwhile")
    await pause(200)
  }
  await riders.stop()
  await Promise.all(striking.values())
  say(`${JSON.stringify(riders.deeds)} ${JSON.stringify(happened)}`)
} finally {
  await life.bus.remove()
}
process.exit(0)
