import { gunzipSync } from 'node:zlib'
import { DEFAULT_POLICY, type Policy } from '../../contract/policy.ts'
import { openEnduringDatabase } from '../../db/gateway/enduring.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { outbox } from '../../db/gateway/schema.ts'
import type { Clock } from '../../portal/clock.ts'
import { readEnrolment } from '../../portal/enrolment.ts'
import type { Firewall, FirewallState } from '../../portal/firewall/firewall.ts'
import { createFleetLink } from '../../portal/fleet-link.ts'
import { createLedger } from '../../portal/ledger.ts'
import { outboxState } from '../../portal/queries/outbox.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { seededRandom } from '../random.ts'
import type { BootOrder, FromGateways, MinuteOrder, Switch, ToGateways } from './messages.ts'
import { BUILT_AT_MS } from './plan.ts'

const INTERVAL_S = 60

/**
 * The process of all simulated gateways of a proof: the real ledger, outbox and HTTP of each, on a time that it is told. Kernels
 * are with the proof, which survives this process: it is killed without warning.
 */
export async function runGateways(without: Switch | null): Promise<void> {
  const say = (message: FromGateways) => void process.send?.(message)
  const gateways = new Map<string, Awaited<ReturnType<typeof startGateway>>>()
  const calls = new Map<number, (value: unknown) => void>()
  let nowMs = 0
  let calling = 0

  const callKernel = (id: string, method: 'grant' | 'revoke' | 'forget' | 'read', argument: unknown) =>
    new Promise<unknown>((resolve) => {
      calling += 1
      calls.set(calling, resolve)
      say({ kind: 'kernel', call: calling, id, method, argument })
    })

  process.on('message', (message: ToGateways) => {
    if (message.kind === 'kernel-answer') {
      calls.get(message.call)?.(message.value)
      calls.delete(message.call)
      return
    }
    nowMs = message.nowMs
    const { order } = message
    const work =
      message.kind === 'boot'
        ? startGateway(message.boot, { now: () => nowMs, callKernel, without }).then((gateway) => {
            gateways.set(message.boot.id, gateway)
          })
        : Promise.all(message.gateways.map((one) => gateways.get(one.id)?.minute(one, say)))
    work
      .then(() => {
        const waiting = [...gateways.values()].reduce((sum, gateway) => sum + gateway.waiting(), 0)
        say({ kind: 'done', order, waiting })
      })
      .catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        process.exit(1)
      })
  })
  say({ kind: 'ready' })
  await new Promise(() => undefined)
}

interface World {
  now: () => number
  callKernel: (id: string, method: 'grant' | 'revoke' | 'forget' | 'read', argument: unknown) => Promise<unknown>
  without: Switch | null
}

async function startGateway(boot: BootOrder, { now, callKernel, without }: World) {
  const { id, dataDir, fleetUrl } = boot
  const uptime = () => now() - boot.kernelStartedAtMs
  const systemClock: Clock = { kernelBootId: boot.kernelBootId, uptime, now: () => now() + boot.skewMs }
  const log = (line: string) => void process.stderr.write(`${id}: ${line}\n`)
  const database = openEnduringDatabase({
    path: `${dataDir}/gateway.db`,
    log,
    now: systemClock.now,
    memoryFolder: null,
  })
  const { db } = database
  let policy: Policy = DEFAULT_POLICY
  const ledger = await createLedger({
    db,
    systemClock,
    builtAtMs: BUILT_AT_MS,
    firewall: farFirewall(id, callKernel),
    reinstall: async () => undefined,
    policy: () => policy,
    policyProblem: () => null,
    telemetry: async () => ({ health: null, uplink: null }),
    software: SOFTWARE,
    outboxOctets: boot.outboxOctets,
    accountingIntervalS: INTERVAL_S,
    log: () => undefined,
  })
  const timers = createTimers(uptime)
  const enrolment = readEnrolment(dataDir)
  if (!enrolment) throw new Error(`${id} is not enrolled`)
  const link = createFleetLink({
    enrolment,
    fleetUrl,
    dataDir,
    ledger,
    policyVersion: () => policy.version,
    adopt: async (next) => {
      policy = next
      return null
    },
    accountingIntervalS: INTERVAL_S,
    after: timers.after,
    random: seededRandom(`${id} ${boot.kernelBootId}`),
    ...(without === 'verdict-before-delete' && { fetch: deletingFetch(db) }),
    log: () => undefined,
  })
  const client = (rider: number) => ({ mac: `02:00:00:00:00:${hex(rider + 2)}`, ip: `10.0.0.${rider + 2}` })

  return {
    waiting: () => outboxState(db).waiting,
    /** The minute that has just passed: riders came and went, the interval closes, what waits is sent. */
    async minute({ riders, timeFrom }: MinuteOrder, say: (message: FromGateways) => void): Promise<void> {
      if (timeFrom) ledger.time.note({ source: timeFrom, wallMs: now(), uptimeMs: uptime(), uncertaintyMs: 500 })
      for (const rider of riders.end) {
        const row = ledger.sessions.of(client(rider))
        if (row) await ledger.sessions.end(row, 'user-request')
      }
      // All at once, as at a stop.
      await Promise.all(
        riders.accept.map(async (rider) => {
          if (ledger.sessions.of(client(rider))) return
          await ledger.sessions.start(client(rider))
          say({ kind: 'accepted', id, bootId: ledger.bootId })
        }),
      )
      const report = await ledger.accounting.close()
      if (report) say({ kind: 'durable', id, report })
      ledger.room.make()
      // A portal does so every minute; a quarter of an hour apart leaves more in the log for kills to cut.
      if (Math.floor(uptime() / 60_000) % 15 === 0) database.settle()
      timers.fire()
      link.wake()
      await link.idle()
    },
  }
}

/** The kernel, on the other side of the process's edge. */
function farFirewall(id: string, call: World['callKernel']): Firewall {
  return {
    install: async () => undefined,
    grant: async (grant) => void (await call(id, 'grant', grant)),
    revoke: async (clients) => void (await call(id, 'revoke', clients)),
    forget: async (ips) => void (await call(id, 'forget', ips)),
    read: async () => {
      const { clients, octets } = (await call(id, 'read', null)) as Record<keyof FirewallState, [string, never][]>
      return { clients: new Map(clients), octets: new Map(octets) }
    },
  }
}

/** Timers of a time that moves by the minute. */
function createTimers(uptime: () => number) {
  const waiting = new Map<() => void, number>()
  return {
    after(ms: number, job: () => void): () => void {
      waiting.set(job, uptime() + ms)
      return () => waiting.delete(job)
    },
    fire(): void {
      for (const [job, at] of waiting) {
        if (at > uptime()) continue
        waiting.delete(job)
        job()
      }
    },
  }
}

/** What a gateway must not do: it forgets reports when it sends them, and not when the fleet says that it holds them. */
function deletingFetch(db: GatewayDatabase): typeof fetch {
  return (input, init) => {
    const sent = JSON.parse(gunzipSync(init?.body as Buffer).toString()) as { bootId: string; seq: number }[]
    const isSent = new Set(sent.map(({ bootId, seq }) => `${bootId} ${seq}`))
    for (const row of db.select().from(outbox).all())
      if (isSent.has(`${row.bootId} ${row.seq}`))
        db.$client.prepare('delete from outbox where outbox_id = ?').run(row.outboxId)
    return fetch(input, init)
  }
}

function hex(number: number): string {
  return number.toString(16).padStart(2, '0')
}
