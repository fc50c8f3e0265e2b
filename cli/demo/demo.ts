import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { type Fleet, startFleet } from '../../fleet-api/main.ts'
import { currentFeed } from '../../fleet-api/queries/feeds.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import { findUser } from '../../fleet-api/queries/users.ts'
import { addUser } from '../../fleet-api/users.ts'
import { dashboardDir, demoFeed } from '../assets.ts'
import { type Span, sendHistory } from './backfill.ts'
import { credentialOf, enrolBus, type RunningBus, startBus } from './bus.ts'
import { type Bus, fleet as demoFleet } from './city/fleet.ts'
import { STEP_MS, simulateRiders } from './riders.ts'
import { rememberSilence } from './silence.ts'

export interface DemoOptions {
  seed: string
  buses: number
  /** Days of history behind the charts. */
  days: number
  /** The dashboard's; the first bus's portal is on the next one. */
  port: number
  dataDir: string
  say: (line: string) => void
  log: (message: string, error?: unknown) => void
}

export const SIGN_IN = { email: 'demo@abordo.example', password: 'abordo-demo-2026' }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** The part of the history that the first chart shows. */
const FIRST_MS = 6 * HOUR_MS

/** Starts the demo city: the real fleet and the real portals on this machine, with simulated riders. Returns what stops it. */
export async function startDemo(options: DemoOptions): Promise<() => Promise<void>> {
  const { say, log, dataDir, seed } = options
  makeRoom(options)
  const stopping = new AbortController()
  const fleetUrl = `http://127.0.0.1:${options.port}`
  const fleet = await startFleet({
    config: {
      databaseUrl: `file:${join(dataDir, 'fleet.db')}`,
      host: '127.0.0.1',
      port: options.port,
      publicUrl: null,
    },
    log,
    dashboardDir: dashboardDir(),
  })
  await prepareCity(fleet, say)

  const buses = demoFleet(options.buses)
  const dirOf = (bus: Bus) => join(dataDir, 'gateways', bus.id)
  say(`Enrolling ${buses.length} buses …`)
  for (const bus of buses) await enrolBus(bus, fleet, fleetUrl, dirOf(bus))

  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
  const running: RunningBus[] = []
  for (const [index, bus] of buses.entries()) {
    if (bus.fault?.kind === 'never-seen' || bus.fault?.kind === 'missing') continue
    const port = index === 0 ? options.port + 1 : 0
    running.push(
      await startBus(bus, {
        port,
        fleetUrl,
        dataDir: dirOf(bus),
        // Sixty buses' everyday news would hide what matters.
        log: (message, error) => error !== undefined && log(`${bus.id}: ${message}`, error),
      }),
    )
  }

  const sendSpans = async (spans: Map<Bus, Span>, what: string) => {
    let stored = 0
    let done = 0
    let said = 0
    for (const [bus, span] of spans) {
      if (stopping.signal.aborted) return
      const credential = credentialOf(dirOf(bus))
      if (credential && span.to > span.from) {
        stored += await sendHistory(bus, span, { fleetUrl, credential, seed })
        if (isMissing(bus)) await rememberSilence(fleet, bus.id)
      }
      done += 1
      const tenth = Math.floor((done / spans.size) * 4)
      if (tenth > said) say(`  ${what}: ${done} of ${spans.size} buses`)
      said = tenth
    }
    if (stored > 0) say(`  ${what}: ${stored.toLocaleString('en')} reports stored`)
  }

  const spans = await historySpans(fleet, buses, now, options.days)
  say('The last hours …')
  await sendSpans(
    // All of a missing bus's at once: a late report would make it look as if it had just spoken.
    part(spans, ({ from, to }, bus) => ({ from: isMissing(bus) ? from : Math.max(from, now - FIRST_MS), to })),
    'last hours',
  )

  const stopRiders = rideAlong(running, seed, stopping.signal, log)
  await stopRiders.boarded
  for (const { portal } of running) await portal.account()
  welcome(options)

  const earlier = part(spans, ({ from, to }, bus) => ({
    from,
    to: isMissing(bus) ? from : Math.min(to, now - FIRST_MS),
  }))
  const backfill = sendSpans(earlier, `the ${options.days} days before`).catch((error) => {
    if (!stopping.signal.aborted) log('the history could not be written', error)
  })

  return async () => {
    stopping.abort()
    await Promise.all([stopRiders.stopped, backfill])
    await Promise.all(running.map(({ portal }) => portal.close()))
    await fleet.close()
  }
}

/** A demo of another seed or size begins anew; only the demo's own folder is ever removed. */
function makeRoom({ dataDir, seed, buses, say }: DemoOptions): void {
  const file = join(dataDir, 'demo.json')
  const wanted = JSON.stringify({ seed, buses })
  const found = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (found !== null && found !== wanted) {
    say('The seed or the number of buses has changed: starting over.')
    rmSync(dataDir, { recursive: true, force: true })
  }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, wanted)
}

async function prepareCity(fleet: Fleet, say: (line: string) => void): Promise<void> {
  // Also where an older demo has left a feed without its network.
  if (!(await currentFeed(fleet.db))?.summary) {
    say('Importing the city’s GTFS feed …')
    await importFeed({ source: demoFeed(), db: fleet.db, now: Date.now() })
  }
  if (!(await findUser(fleet.db, SIGN_IN.email)))
    await addUser(fleet.auth, fleet.db, { ...SIGN_IN, role: 'admin' }, byCommandLine(Date.now()))
}

/** For each bus that reports, the stretch of history that the fleet does not have yet. */
async function historySpans(fleet: Fleet, buses: Bus[], now: number, days: number): Promise<Map<Bus, Span>> {
  const spans = new Map<Bus, Span>()
  for (const bus of buses) {
    if (bus.fault?.kind === 'never-seen') continue
    const to = bus.fault?.kind === 'missing' ? now - bus.fault.forMinutes * MINUTE_MS : now
    const last = (await findGateway(fleet.db, bus.id))?.lastEndedAt ?? 0
    // The minute in which an earlier run stopped is half told already: history begins after it.
    const from = Math.max(now - days * 24 * HOUR_MS, Math.ceil(last / MINUTE_MS) * MINUTE_MS)
    spans.set(bus, { from, to, awakeFrom: now - FIRST_MS })
  }
  return spans
}

const isMissing = (bus: Bus) => bus.fault?.kind === 'missing'

/** The same buses with another part of each span. */
function part(spans: Map<Bus, Span>, cut: (span: Span, bus: Bus) => { from: number; to: number }): Map<Bus, Span> {
  return new Map([...spans].map(([bus, span]) => [bus, { ...span, ...cut(span, bus) }]))
}

/** Lets riders come and go until `signal`. `boarded` resolves once the buses are as full as the hour asks. */
function rideAlong(running: RunningBus[], seed: string, signal: AbortSignal, log: DemoOptions['log']) {
  const crowds = running.map((bus) => simulateRiders(bus, seed))
  const stepAll = async (most: number) => {
    for (const crowd of crowds) if (!signal.aborted) await crowd.step(Date.now(), STEP_MS / 1000, most)
  }
  const boarded = stepAll(100)
  const stopped = (async () => {
    await boarded
    while (!signal.aborted) {
      await setTimeout(STEP_MS, undefined, { signal }).catch(() => undefined)
      await stepAll(2).catch((error) => log('riders stumbled', error))
    }
  })()
  return { boarded, stopped }
}

function welcome({ port, say, days }: DemoOptions): void {
  say(`
Abordo is running, with a city of simulated riders.

  Dashboard   http://localhost:${port}
              sign in as ${SIGN_IN.email} with ${SIGN_IN.password}
  Bus portal  http://localhost:${port + 1}   (the first bus, bus-1001)

Try this
  1. Open the dashboard: riders connected by route, now and over the last hours.
  2. Open the bus portal and tap "Aceptar y conectarme": within a minute you are one rider more on bus-1001.
  3. Look at the buses that are missing, and since when.

The ${days} days before are being written; the charts fill as they come. Ctrl-C stops everything; the data stays in ./data.
`)
}
