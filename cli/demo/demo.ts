import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { type Fleet, startFleet } from '../../fleet-api/main.ts'
import { currentFeed } from '../../fleet-api/queries/feeds.ts'
import { askForPublishing } from '../../fleet-api/queries/publishing-turn.ts'
import { findUser } from '../../fleet-api/queries/users.ts'
import { addUser } from '../../fleet-api/users.ts'
import { dashboardDir, demoFeed } from '../assets.ts'
import { rememberListening, setSimQuota, setThresholds, workshopChannel } from './alerting.ts'
import { sendHistory } from './backfill.ts'
import { credentialOf, enrolBus, type RunningBus, startBus } from './bus.ts'
import { type Bus, fleet as demoFleet } from './city/fleet.ts'
import { backfillDevices } from './devices.ts'
import { NoUplink } from './gateway-parts.ts'
import { writePastMonths } from './months.ts'
import { complain, STEP_MS, simulateRiders } from './riders.ts'
import { goOn } from './scripted.ts'
import { rememberSilence } from './silence.ts'
import { before, historySpans, lastHours, type Spans } from './spans.ts'
import { isRunning, isScripted, isSilent, type StagedBus, stage } from './staged.ts'
import { SIGN_IN, welcome } from './welcome.ts'
import { openWorkshop } from './workshop.ts'

export interface DemoOptions {
  seed: string
  buses: number
  /** Days of history behind the charts. */
  days: number
  /** The dashboard's; the first bus's portal is on the next one, the workshop that is told of alerts on the one after. */
  port: number
  dataDir: string
  say: (line: string) => void
  log: (message: string, error?: unknown) => void
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Starts the demo city: the real fleet and the real portals on this machine, with simulated riders. Returns what stops it. */
export async function startDemo(options: DemoOptions): Promise<() => Promise<void>> {
  const { say, log, dataDir, seed, days, port } = options
  makeRoom(options)
  const stopping = new AbortController()
  const { signal } = stopping
  const fleetUrl = `http://127.0.0.1:${port}`
  const databaseUrl = `file:${join(dataDir, 'fleet.db')}`
  const fleet = await startFleet({
    config: { databaseUrl, host: '127.0.0.1', port, publicUrl: null },
    log,
    dashboardDir: dashboardDir(),
  })
  await prepareCity(fleet, say)

  const buses = demoFleet(options.buses)
  const dirOf = (bus: Bus) => join(dataDir, 'gateways', bus.id)
  say(`Enrolling ${buses.length} buses …`)
  for (const bus of buses) await enrolBus(bus, fleet, fleetUrl, dirOf(bus))

  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
  const pastDays = await writePastMonths(fleet, { buses, seed, now, days })
  if (pastDays > 0) {
    // At once: a month that becomes final without its devices stays without them.
    await backfillDevices(fleet, seed, { now, days: days + pastDays })
    say(`The months before: ${pastDays} days written`)
  }
  const staged = buses.map((bus) => stage(bus, seed, now))
  const workshop = await prepareAlerts(fleet, staged, { now, days, port: port + 2 })
  const running: RunningBus[] = []
  for (const [index, one] of staged.entries()) {
    const { bus } = one
    if (!isRunning(bus)) continue
    running.push(
      await startBus(one, {
        port: index === 0 ? port + 1 : 0,
        fleetUrl,
        dataDir: dirOf(bus),
        // Sixty buses' everyday news would hide what matters, and what the show puts them through is none.
        log: (message, error) => isTrouble(bus, error) && log(`${bus.id}: ${message}`, error),
      }),
    )
  }

  const send = async (spans: Spans, what: string) => {
    let stored = 0
    let done = 0
    let said = 0
    for (const [one, span] of spans) {
      if (signal.aborted) return
      const credential = credentialOf(dirOf(one.bus))
      if (credential && span.to > span.from) {
        const { id } = one.bus
        stored += await sendHistory(one, span, { fleetUrl, credential }, async () => {
          if (isSilent(one.bus)) await rememberSilence(fleet, id)
        })
      }
      done += 1
      const quarter = Math.floor((done / spans.size) * 4)
      if (quarter > said) say(`  ${what}: ${done} of ${spans.size} buses`)
      said = quarter
    }
    if (stored > 0) say(`  ${what}: ${stored.toLocaleString('en')} reports stored`)
  }

  const spans = await historySpans(fleet, staged, now, days)
  say('The last hours …')
  await send(lastHours(spans), 'last hours')

  const stopRiders = rideAlong(running, signal, log)
  await stopRiders.boarded
  for (const one of running) {
    if (one.bus.fault === 'rider-reports') await complain(one)
    await one.portal.account()
  }
  await rememberListening(fleet)
  const scripted = staged.flatMap((one) => {
    const credential = isScripted(one.bus) ? credentialOf(dirOf(one.bus)) : null
    const from = spans.get(one)?.to
    return credential && from ? [goOn(one, { from, now }, { fleetUrl, credential, signal, log })] : []
  })
  say(welcome(buses, { port, days, workshopUrl: workshop?.url ?? null }))

  const backfill = send(before(spans), `the ${days} days before`)
    .then(() => (signal.aborted ? undefined : backfillDevices(fleet, seed, { now, days })))
    .then(() => (signal.aborted ? undefined : fleet.db.transaction(askForPublishing)))
    .catch((error) => {
      if (!signal.aborted) log('the history could not be written', error)
    })

  return async () => {
    stopping.abort()
    await Promise.all([stopRiders.stopped, backfill, ...scripted])
    await Promise.all(running.map(({ portal }) => portal.close()))
    await fleet.close()
    await workshop?.close()
  }
}

/** Neither everyday news nor a part of the show, as a policy is that cannot be applied. */
function isTrouble({ fault }: Bus, error: unknown): boolean {
  return error !== undefined && !(error instanceof NoUplink) && fault !== 'policy'
}

/** What changes when the demo city itself does: what an older one has written does not go with it. */
const CITY = 5

/** A demo of another seed or size begins anew; only the demo's own folder is ever removed. */
function makeRoom({ dataDir, seed, buses, say }: DemoOptions): void {
  const file = join(dataDir, 'demo.json')
  const wanted = JSON.stringify({ city: CITY, seed, buses })
  const found = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (found !== null && found !== wanted) {
    say('The demo city, its seed or the number of buses has changed: starting over.')
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

/** Sets when alerts open, and who is told of them. Returns the workshop that is; null: its port is taken. */
async function prepareAlerts(fleet: Fleet, staged: StagedBus[], city: { now: number; days: number; port: number }) {
  const { now, days, port } = city
  await setThresholds(fleet, staged, now)
  for (const one of staged)
    if (one.bus.fault === 'sim-quota') await setSimQuota(fleet, one, { from: now - days * DAY_MS, now })
  return openWorkshop(port, await workshopChannel(fleet, `http://localhost:${port}/`, now))
}

/** Lets riders come and go until `signal`. `boarded` resolves once the buses are as full as the hour asks. */
function rideAlong(running: RunningBus[], signal: AbortSignal, log: DemoOptions['log']) {
  const crowds = running.map((bus) => simulateRiders(bus))
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
