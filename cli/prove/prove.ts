import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { addGateways, enrolGateway } from './enrolled.ts'
import { createSimulated, type Simulated } from './gateway.ts'
import type { FromGateways, Switch } from './messages.ts'
import { type FleetPart, type GatewaysPart, startFleetPart, startGatewaysPart } from './parts.ts'
import {
  atMinute,
  BEGIN_MS,
  isWithin,
  type Kill,
  makePlan,
  OFFLINE_MINUTES,
  OFFLINE_STEP,
  requestFault,
  ridersPlan,
} from './plan.ts'
import { createRoad } from './road.ts'
import { compare, type Verdict } from './verdict.ts'

export interface ProveOptions {
  gateways: number
  hours: number
  seed: string
  /** This very program, of which the parts are started as processes. */
  program: string
  /** A folder of its own: emptied first. */
  dataDir: string
  without: Switch | null
  /** An empty database of the fleet's; null: a file in the folder. */
  databaseUrl: string | null
  say: (line: string) => void
}

export interface Proof extends Verdict {
  kills: { fleet: number; gateways: number; power: number }
  faults: Record<string, number>
}

const DAY = 24 * 60
/** Minutes after which everything has to have arrived, once nothing is in the way any more. */
const PATIENCE = 240

/** Lives through the plan of a seed with the real programs, and compares. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { program, dataDir, without, say } = options
  const plan = makePlan(options)
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true })
  const databaseUrl = options.databaseUrl ?? `file:${join(dataDir, 'fleet.db')}`
  const kills = { fleet: 0, gateways: 0, power: 0 }
  let nowMs = BEGIN_MS
  let troubled = true
  let armed: (Kill & { seen: number }) | null = null
  let fleet = null as FleetPart | null
  let gatewaysPart = null as GatewaysPart | null

  /** The moment for which a kill was waiting may have come. */
  function moment(what: Kill['at']): void {
    if (!armed || armed.at !== what) return
    armed.seen += 1
    if (armed.seen === armed.count) strike(armed)
  }
  function strike({ who }: Kill): void {
    armed = null
    kills[who] += 1
    if (who === 'fleet') fleet?.kill()
    else gatewaysPart?.kill()
  }
  async function startFleetAgain(): Promise<FleetPart> {
    const started = await startFleetPart(program, databaseUrl, without)
    fleet = started
    void started.gone.then(() => {
      if (fleet === started) fleet = null
    })
    await started.setTime(nowMs)
    return started
  }

  /** A fleet whose server of databases is away does not start: whoever looks after it tries again, until that is back. */
  function mayComeLater(error: unknown): void {
    if (options.databaseUrl === null) throw error
  }

  say(
    `Seed ${plan.seed}: ${plan.gateways.length} gateways, ${options.hours} hours, one of them offline for the three days before.`,
  )
  await addGateways(databaseUrl, dataDir, plan.gateways)
  const first = await startFleetAgain()
  const simulated: Simulated[] = []
  for (const planned of plan.gateways) {
    let requests = 0
    const road = await createRoad({
      fleetPort: () => fleet?.port ?? null,
      fault: () => {
        requests += 1
        return troubled ? requestFault(plan, planned.id, requests) : 'pass'
      },
      moment,
    })
    await road.open(true)
    const dir = join(dataDir, planned.id)
    await enrolGateway(`http://127.0.0.1:${first.port}`, dir)
    simulated.push(createSimulated(planned, dir, road, () => nowMs))
  }
  const byId = new Map(simulated.map((gateway) => [gateway.plan.id, gateway]))

  function hear(message: FromGateways): Promise<unknown> | undefined {
    if (message.kind === 'ready' || message.kind === 'done') return
    const gateway = byId.get(message.id)
    if (message.kind === 'kernel') {
      moment('kernel')
      return gateway?.callKernel(message)
    }
    if (message.kind === 'accepted') gateway?.accepted(message.bootId)
    else {
      gateway?.durable(message)
      moment('durable')
    }
  }
  /** Starts the program of every gateway that has power. */
  async function startGatewaysAgain(): Promise<void> {
    gatewaysPart = await startGatewaysPart(program, without, hear)
    for (const gateway of simulated) await bootOne(gateway)
  }
  async function bootOne(gateway: Simulated): Promise<void> {
    const boot = gateway.boot()
    if (!boot) return
    await gatewaysPart?.boot(nowMs, boot)
    gateway.facts.readDisk()
  }
  /** The program is gone: what stands on the disks is what it left. */
  async function afterKill(): Promise<void> {
    await gatewaysPart?.gone
    for (const gateway of simulated)
      if (existsSync(join(dataDir, gateway.plan.id, 'gateway.db'))) gateway.facts.readDisk()
  }

  async function changePower(minute: number): Promise<void> {
    const changes = simulated.map((gateway) => ({
      gateway,
      change: troubled || minute < 0 ? gateway.powerChange(minute) : null,
    }))
    const cut = changes.filter(({ change }) => change === 'cut')
    if (cut.length > 0) {
      gatewaysPart?.kill()
      await afterKill()
      for (const { gateway } of cut) {
        kills.power += 1
        gateway.powerCut()
        tearLastPage(join(dataDir, gateway.plan.id, 'gateway.db-wal'))
      }
    }
    const on = changes.filter(({ change }) => change === 'on')
    for (const { gateway } of on) gateway.powerOn(minute)
    if (!gatewaysPart || gatewaysPart.isGone()) return startGatewaysAgain()
    for (const { gateway } of on) await bootOne(gateway)
  }

  async function liveMinute(minute: number): Promise<number> {
    nowMs = atMinute(minute)
    if (minute >= 0) await fleet?.setTime(nowMs)
    await changePower(minute)
    const orders = []
    for (const gateway of simulated) {
      await gateway.road.open(!troubled || !isWithin(gateway.plan.offline, minute))
      if (!gateway.isOn()) continue
      const riders = ridersPlan(plan, gateway.plan.id, minute)
      await gateway.traffic(riders)
      orders.push({ id: gateway.plan.id, riders, timeFrom: gateway.timeFrom(minute) })
    }
    const kill = troubled ? plan.kills.find((one) => one.minute === minute) : undefined
    armed = kill ? { ...kill, seen: 0 } : null
    const waiting = await gatewaysPart?.minute(nowMs, orders)
    if (armed) strike(armed)
    if (gatewaysPart?.isGone() || waiting === null || waiting === undefined) {
      gatewaysPart?.kill()
      await afterKill()
      await startGatewaysAgain()
    }
    // A fleet that was killed is back a few minutes later.
    if (!fleet && (minute % 4 === 0 || !troubled)) await startFleetAgain().catch(mayComeLater)
    return waiting ?? Number.POSITIVE_INFINITY
  }

  try {
    for (let minute = -OFFLINE_MINUTES; minute < plan.minutes; minute += minute < 0 ? OFFLINE_STEP : 1) {
      if (minute < 0 && minute % DAY === 0) say(`  day ${minute / DAY + 4} of three without a link`)
      if (minute >= 0 && minute % 60 === 0) say(`  hour ${minute / 60 + 1} of ${options.hours}`)
      await liveMinute(minute)
    }
    say('  nothing is in the way any more: what waits has to arrive')
    troubled = false
    let waiting = Number.POSITIVE_INFINITY
    for (let minute = plan.minutes; waiting > 0 && minute < plan.minutes + PATIENCE; minute += 1)
      waiting = await liveMinute(minute)
    return await conclude(waiting)
  } finally {
    gatewaysPart?.kill()
    fleet?.kill()
    for (const { road } of simulated) await road.open(false)
  }

  async function conclude(waiting: number): Promise<Proof> {
    const last = fleet
    last?.kill()
    await last?.gone
    const db = await openFleetDatabase(databaseUrl)
    try {
      const verdict = await compare(db, simulated, { waiting, now: nowMs })
      const faults: Record<string, number> = {}
      for (const { road } of simulated)
        for (const [fault, times] of Object.entries(road.counts)) faults[fault] = (faults[fault] ?? 0) + times
      return { ...verdict, kills, faults }
    } finally {
      await db.close()
    }
  }
}

/** The page that was being written when the power went: half of it stands at the end of the write-ahead log. */
function tearLastPage(wal: string): void {
  if (!existsSync(wal)) return
  const frames = readFileSync(wal)
  appendFileSync(wal, frames.subarray(Math.max(32, frames.length - 4120), Math.max(32, frames.length - 2000)))
}
