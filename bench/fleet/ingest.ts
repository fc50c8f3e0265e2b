import { openFleetDatabase } from '../../db/fleet/open.ts'
import { quantile, rounded } from '../row.ts'
import { makeCity } from './city.ts'
import type { Engine } from './engine.ts'
import { GATEWAYS_EACH, sendLoad } from './load.ts'
import { type Measured, ms, perSecond } from './measured.ts'
import { FleetProgram } from './program.ts'
import { rawRate, rowsInTurn } from './raw.ts'

const SECONDS = 5
const CONNECTIONS = [1, 16] as const
const BATCHES = [1, 50, 500] as const
type Batch = (typeof BATCHES)[number]
/** More than 5 s are likely to need, and so few that the minutes of one gateway end before now. */
const REQUESTS: Record<Batch, Record<(typeof CONNECTIONS)[number], number>> = {
  1: { 1: 5000, 16: 24_000 },
  50: { 1: 800, 16: 2400 },
  500: { 1: 80, 16: 240 },
}
const WARM = { connections: 16, batch: 50, seconds: 2, requests: 800 }

/** Bounds for SQLite. */
const LEAST_PER_SECOND = 5000
const LEAST_OF_RAW = 0.25

interface Sent {
  connections: number
  perSecond: number
  p50: number
  p99: number
  /** Microseconds of the fleet's processor time for each report, and how much of it was the kernel's. */
  cpuUs: number
  kernelUs: number
}

/** Reports stored by `abordo fleet` over HTTP, by the size of a request, beside what the driver alone inserts before and after. */
export async function ingestRows(
  engine: Engine,
  progress: (what: string) => void,
): Promise<Record<`batch${Batch}`, Measured>> {
  // Within the retention, so that nothing is deleted meanwhile.
  const beginMs = (Math.floor(Date.now() / 86_400_000) - 29) * 86_400_000
  const rows = rowsInTurn({ gateways: 16, batch: 500, turns: 8, beginMs })
  progress(`${engine.name}: raw inserts of ${perSecond(rows.length)} rows`)
  const rawBefore = await rawRate(engine, rows)
  const sent = await sendAll(engine, beginMs, progress)
  progress(`${engine.name}: raw inserts once more`)
  const raw = (rawBefore + (await rawRate(engine, rows))) / 2
  return {
    batch1: batchOf(sent[1], raw),
    batch50: batchOf(sent[50], raw),
    batch500: engine.name === 'SQLite' ? bounded(sent[500], raw) : batchOf(sent[500], raw),
  }
}

async function sendAll(engine: Engine, beginMs: number, progress: (what: string) => void) {
  const url = await engine.make()
  try {
    const db = await openFleetDatabase(url)
    await makeCity(db, 16 * (1 + CONNECTIONS.length * BATCHES.length) * GATEWAYS_EACH)
    await db.close()
    return await FleetProgram.during(url, async (fleet) => {
      const sent: Record<Batch, Sent[]> = { 1: [], 50: [], 500: [] }
      await sendLoad(fleet.port, { ...WARM, firstGateway: 0 }, beginMs)
      let firstGateway = WARM.connections * GATEWAYS_EACH
      for (const batch of BATCHES) {
        for (const connections of CONNECTIONS) {
          progress(`${engine.name}: reports in batches of ${batch}, connections: ${connections}`)
          const requests = REQUESTS[batch][connections]
          const load = { connections, batch, seconds: SECONDS, requests, firstGateway }
          sent[batch].push(await sendOne(fleet, load, beginMs))
          firstGateway += connections * GATEWAYS_EACH
        }
      }
      return sent
    })
  } finally {
    await engine.drop(url)
  }
}

async function sendOne(fleet: FleetProgram, load: Parameters<typeof sendLoad>[1], beginMs: number): Promise<Sent> {
  const before = fleet.cpuSeconds()
  const { stored, seconds, times } = await sendLoad(fleet.port, load, beginMs)
  const after = fleet.cpuSeconds()
  if (stored !== times.length * load.batch) throw new Error(`${stored} reports were stored of ${times.length} requests`)
  return {
    connections: load.connections,
    perSecond: stored / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    cpuUs: ((after.all - before.all) / stored) * 1e6,
    kernelUs: ((after.kernel - before.kernel) / stored) * 1e6,
  }
}

function batchOf(sent: Sent[], raw: number): Measured {
  const texts = sent.map(
    (one) =>
      `${one.connections} connection${one.connections === 1 ? '' : 's'}: ${perSecond(one.perSecond)} reports/s, ` +
      `answered in ${ms(one.p50)} ms (p99 ${ms(one.p99)}), ${perSecond(one.cpuUs)} µs of processor each`,
  )
  const best = Math.max(...sent.map((one) => one.perSecond))
  const figures = Object.fromEntries(
    sent.flatMap(({ connections, ...rest }) =>
      Object.entries({ ...rest, ofRaw: rest.perSecond / raw }).map(([name, value]) => [
        `${name}Of${connections}`,
        rounded(value),
      ]),
    ),
  )
  const text = `${texts.join('; ')}; ${percent(best / raw)} of raw inserts (${perSecond(raw)} rows/s)`
  return { abordo: text, holds: true, figures: { ...figures, rawPerSecond: rounded(raw) } }
}

function bounded(sent: Sent[], raw: number): Measured {
  const best = Math.max(...sent.map((one) => one.perSecond))
  return { ...batchOf(sent, raw), holds: best >= LEAST_PER_SECOND && best >= LEAST_OF_RAW * raw }
}

const percent = (share: number) => `${rounded(share * 100)}%`
