import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

interface UsualDay {
  /** Of one core, and how much of it was the kernel's. */
  share: number
  kernelShare: number
  /** Milliseconds of processor time for each request. */
  cpuMs: number
  requestsPerSecond: number
  times: number[]
  megabytes: number
}

/** León on a usual day: one report a minute from each gateway, spread evenly, beside a bare server under the same load. */
export async function leonRows(
  engine: Engine,
  progress: (what: string) => void,
): Promise<Record<'core' | 'memory', Measured>> {
  const url = await engine.make()
  try {
    const db = await openFleetDatabase(url)
    await makeCity(db, GATEWAYS)
    await db.close()
    progress(`${engine.name}: ${SECONDS} s of León`)
    const fleet = await FleetProgram.during(url, usualDay)
    progress(`${engine.name}: the same for a bare server`)
    const { share, requestsPerSecond, cpuMs, times, megabytes, kernelShare } = fleet
    const bare = await bareDay()
    return {
      core: {
        abordo:
          `${(share * 100).toFixed(1)}% of a core at ${requestsPerSecond.toFixed(1)} requests/s, ${ms(cpuMs)} ms of processor each, ` +
          `${(share / bare.share).toFixed(1)} times what a bare node:http server takes that commits one row (${(bare.share * 100).toFixed(1)}%); ` +
          `answered in ${ms(quantile(times, 0.5))} ms (p99 ${ms(quantile(times, 0.99))})`,
        holds: share <= MOST_OF_A_CORE,
        figures: {
          share: rounded(share),
          kernelShare: rounded(kernelShare),
          bareShare: rounded(bare.share),
          requestsPerSecond: rounded(requestsPerSecond),
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
  } finally {
    await engine.drop(url)
  }
}

/** The bare server commits to SQLite, whatever the fleet stands on. */
async function bareDay(): Promise<UsualDay> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    const bare = await FleetProgram.startBare(join(folder, 'bare.db'))
    return await usualDay(bare).finally(() => bare.stop())
  } finally {
    remove()
    process.off('exit', remove)
  }
}

async function usualDay(program: FleetProgram): Promise<UsualDay> {
  const beginMs = Math.floor(Date.now() / 60_000 - HISTORY) * 60_000
  await catchUp(program.port, beginMs)
  return measureDay(program, beginMs)
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

/** Each report comes over a connection of its own, as a gateway's does: in a minute without any either side lets it go. */
async function measureDay(program: FleetProgram, beginMs: number): Promise<UsualDay> {
  const bodies = Array.from({ length: SENDERS }, (_, gateway) => packed(gateway, HISTORY, 1, beginMs))
  const times: number[] = []
  const before = program.cpuSeconds()
  const started = performance.now()
  const answers: Promise<number>[] = []
  for (const [gateway, body] of bodies.entries()) {
    const due = started + gateway * GAP_MS
    // By the clock, not after the answer: gateways do not wait for one another.
    if (due > performance.now()) await later(due - performance.now())
    const sent = performance.now()
    const answer = postReports({ port: program.port, agent: false }, gateway, body)
    answer.then(() => times.push(performance.now() - sent)).catch(() => undefined) // thrown below, where all are waited for
    answers.push(answer)
  }
  const stored = (await Promise.all(answers)).reduce((sum, more) => sum + more, 0)
  const seconds = (performance.now() - started) / 1000
  const after = program.cpuSeconds()
  if (stored !== SENDERS) throw new Error(`${stored} of ${SENDERS} reports were stored`)
  const share = (after.all - before.all) / seconds
  return {
    share,
    kernelShare: (after.kernel - before.kernel) / seconds,
    cpuMs: ((after.all - before.all) / SENDERS) * 1000,
    requestsPerSecond: SENDERS / seconds,
    times,
    megabytes: program.rssMegabytes(),
  }
}
