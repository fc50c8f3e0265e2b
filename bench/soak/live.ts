import { writeFileSync } from 'node:fs'
import { seededRandom } from '../../cli/random.ts'
import { Life } from './life.ts'
import { type PlannedFault, soakPlan } from './plan.ts'
import { type Deeds, startRiders } from './riders.ts'
import { Taken } from './taken.ts'

export interface SoakOptions {
  seconds: number
  speed: number
  gateways: number
  seed: string
  /** A file that gets the samples every minute; null: none. */
  samples: string | null
  say: (what: string) => void
}

export interface Lived {
  taken: Taken
  /** Of the fleet's time. */
  days: number
  faults: Record<string, number>
  deeds: Deeds
  /** Reports that the simulated gateways had stored. */
  stored: number
}

const SAMPLE_S = 10
const SAMPLES_A_MINUTE = 60 / SAMPLE_S
/** The machine's clock may be put right by so much meanwhile; more, and nothing that was measured means anything. */
const CLOCK_MS = 60_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Lives through the plan of a seed, and takes samples all the while. Leaves nothing behind. */
export async function live({ seconds, speed, gateways, seed, samples, say }: SoakOptions): Promise<Lived> {
  const life = await Life.begin({ id: `soak${process.pid.toString(36)}`, seed, speed, gateways })
  const began = performance.now()
  const clockAtStart = Date.now() - began
  const at = () => (performance.now() - began) / 1000
  const taken = new Taken()
  const faults: Record<string, number> = {}
  const strike = striker(life, seed)
  /** What happens to one thing happens one after another. */
  const striking = new Map<string, Promise<void>>()
  const riders = startRiders(life.bus, life.crowd, seed)
  const plan = soakPlan(seed, seconds)
  say(
    `a bus with ${life.crowd.size + life.bus.phones.length} phones, ${gateways} more gateways, ${plan.length} faults to come`,
  )

  function begin(fault: PlannedFault): void {
    faults[fault.kind] = (faults[fault.kind] ?? 0) + 1
    if (fault.kind.startsWith('kill')) say(fault.kind)
    const failed = (error: Error) => say(`${fault.kind} failed: ${error.message.split('\n')[0]}`)
    const before = striking.get(fault.kind) ?? Promise.resolve()
    striking.set(fault.kind, before.then(() => strike(fault)).catch(failed))
  }

  try {
    for (let sample = 0; at() < seconds; sample += 1) {
      while (at() < Math.min(seconds, sample * SAMPLE_S)) {
        while ((plan[0]?.at ?? Number.POSITIVE_INFINITY) <= at()) begin(plan.shift() as PlannedFault)
        await pause(200)
      }
      if (Math.abs(Date.now() - performance.now() - clockAtStart) > CLOCK_MS)
        throw new Error("this machine's clock was set meanwhile: nothing that was measured means anything")
      const isMinute = sample % SAMPLES_A_MINUTE === 0
      await taken.take(life, at(), isMinute)
      if (isMinute && samples) writeFileSync(samples, taken.toJson())
      if (isMinute && sample % (5 * SAMPLES_A_MINUTE) === 0)
        say(`day ${life.days().toFixed(1)} of the fleet's time; ${JSON.stringify(riders.deeds)}`)
    }
    await riders.stop()
    await Promise.all(striking.values())
    if (samples) writeFileSync(samples, taken.toJson())
    return { taken, days: life.days(), faults, deeds: riders.deeds, stored: life.stored() }
  } finally {
    await life.bus.remove()
  }
}

function striker(life: Life, seed: string) {
  const random = seededRandom(`soak policies ${seed}`)
  return async (fault: PlannedFault): Promise<void> => {
    if (fault.kind === 'uplink') {
      await life.bus.uplink('down')
      await pause(fault.seconds * 1000)
      await life.uplinkBack()
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
}
