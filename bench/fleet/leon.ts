import { setTimeout as later } from 'node:timers/promises'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { quantile, rounded } from '../row.ts'
import { makeCity } from './city.ts'
import type { Engine } from './engine.ts'
import { type Measured, ms } from './measured.ts'
import { packed, postReports } from './post.ts'
import { FleetProgram } from './program.ts'

export const GATEWAYS = 2300
const GAP_MS = 60_000 / GATEWAYS
const SECONDS = 20
/** Those whose turn comes within that time. */
const SENDERS = Math.round((SECONDS * 1000) / GAP_MS)

/** Reports that each sender has sent before the clock starts, so that its rows are there and the program is warm. */
const HISTORY = 10
const HISTORY_CONNECTIONS = 16

const MOST_OF_A_CORE = 0.05
const MOST_MEGABYTES = 250

/**
 * León on a usual day: one report a minute from each gateway, spread evenly. Each comes over a connection of its own, as a gateway's
 * does: in the minute between two reports either side lets it go.
 */
export async function leonRows(
  engine: Engine,
  progress: (what: string) => void,
): Promise<Record<'core' | 'memory', Measured>> {
  const url = await engine.make()
  try {
    const db = await openFleetDatabase(url)
    await makeCity(db, GATEWAYS)
    await db.close()
    return await FleetProgram.during(url, async (fleet) => {
      const beginMs = Math.floor(Date.now() / 60_000 - HISTORY) * 60_000
      progress(`${engine.name}: ${HISTORY} minutes of ${SENDERS} gateways`)
      await catchUp(fleet.port, beginMs)
      progress(`${engine.name}: ${SECONDS} s of León`)
      return await usualDay(fleet, beginMs)
    })
  } finally {
    await engine.drop(url)
  }
}

async function catchUp(port: number, beginMs: number): Promise<void> {
  let next = 0
  const one = async () => {
    while (next < SENDERS) {
      const gateway = next++
      await postReports({ port, agent: false }, gateway, packed(gateway, 0, HISTORY, beginMs))
    }
  }
  await Promise.all(Array.from({ length: HISTORY_CONNECTIONS }, one))
}

async function usualDay(fleet: FleetProgram, beginMs: number): Promise<Record<'core' | 'memory', Measured>> {
  const bodies = Array.from({ length: SENDERS }, (_, gateway) => packed(gateway, HISTORY, 1, beginMs))
  const times: number[] = []
  let stored = 0
  const before = fleet.cpuSeconds()
  const started = performance.now()
  const answers: Promise<void>[] = []
  for (const [gateway, body] of bodies.entries()) {
    const due = started + gateway * GAP_MS
    // By the clock, not after the answer: gateways do not wait for one another.
    if (due > performance.now()) await later(due - performance.now())
    const sent = performance.now()
    const answer = postReports({ port: fleet.port, agent: false }, gateway, body).then((more) => {
      stored += more
      times.push(performance.now() - sent)
    })
    answer.catch(() => undefined) // it is thrown below, where all are waited for
    answers.push(answer)
  }
  await Promise.all(answers)
  const seconds = (performance.now() - started) / 1000
  const after = fleet.cpuSeconds()
  if (stored !== SENDERS) throw new Error(`${stored} of ${SENDERS} reports were stored`)
  const share = (after.all - before.all) / seconds
  const perRequest = ((after.all - before.all) / SENDERS) * 1000
  const megabytes = fleet.rssMegabytes()
  return {
    core: {
      abordo:
        `${(share * 100).toFixed(1)}% of a core at ${(SENDERS / seconds).toFixed(1)} requests/s, ` +
        `${ms(perRequest)} ms of processor each; answered in ${ms(quantile(times, 0.5))} ms (p99 ${ms(quantile(times, 0.99))})`,
      holds: share <= MOST_OF_A_CORE,
      figures: {
        share: rounded(share),
        kernelShare: rounded((after.kernel - before.kernel) / seconds),
        requestsPerSecond: rounded(SENDERS / seconds),
        p50Ms: rounded(quantile(times, 0.5)),
        p99Ms: rounded(quantile(times, 0.99)),
      },
    },
    memory: {
      abordo: `${Math.round(megabytes)} MB`,
      holds: megabytes <= MOST_MEGABYTES,
      figures: { rssMegabytes: rounded(megabytes) },
    },
  }
}
