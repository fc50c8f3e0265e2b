import { join } from 'node:path'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { openEnduringDatabase } from '../../db/gateway/enduring.ts'
import type { Clock } from '../../portal/clock.ts'
import { writeEnrolment } from '../../portal/enrolment.ts'
import { createLedger } from '../../portal/ledger.ts'
import { sendReports } from '../../portal/outbox/sender.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { createPolicyStore } from '../../portal/policy/store.ts'
import { createProblemBook } from '../../portal/problems/book.ts'
import { outboxState, waitingReports } from '../../portal/queries/outbox.ts'
import type { createFleet } from './fleet.ts'
import { rider, type Tally } from './riders.ts'
import { madeUpTelemetry } from './telemetry.ts'
import type { StormOrder, Word } from './words.ts'

/** Long before the storm's time. */
export const BUILT_AT_MS = Date.parse('2027-02-01T00:00:00Z')
/** So little that minutes have to be merged within the storm, and enough that nothing is dropped. */
const OUTBOX_OCTETS = 298_000

export interface GatewayDeps extends Clock {
  tally: Tally
  order: StormOrder
  say: (word: Word) => void
  fleet: ReturnType<typeof createFleet>
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>

/** A gateway's program as the storm uses it, put together as portal/main.ts does; it says what it promises. */
export async function createGateway({ tally, order, say, fleet, kernelBootId, uptime, now }: GatewayDeps) {
  const { folder, early } = order
  const failed = (message: string, error?: unknown) => {
    throw new Error(message, { cause: error })
  }
  const store = createPolicyStore({ dataDir: folder, log: failed })
  const database = openEnduringDatabase({ path: join(folder, 'gateway.db'), log: failed, now, memoryFolder: null })
  const { db } = database
  if (order.synchronous) db.$client.pragma(`synchronous = ${order.synchronous}`)
  const ledger = await createLedger({
    db,
    systemClock: { kernelBootId, uptime, now },
    builtAtMs: BUILT_AT_MS,
    firewall: tally.firewall,
    reinstall: async () => undefined,
    policy: store.current,
    policyProblem: () => null,
    telemetry: async () => madeUpTelemetry(uptime()),
    software: 'abordo test',
    outboxOctets: OUTBOX_OCTETS,
    accountingIntervalS: 60,
    log: () => undefined,
  })
  const { bootId, sessions, accounting, room, memory } = ledger
  const problems = createProblemBook({ db, clock: ledger.clock })
  say({ says: 'booted', bootId })
  const ofEarlier = waitingReports(db, 10_000).map(({ body }) => JSON.parse(body) as UntimedReport)
  // What the start itself has reported of boots before; of the others it says nothing new.
  for (const report of ofEarlier) if (report.bootId !== bootId && !report.merged) say({ says: 'report', report })
  ledger.time.note({ source: 'gnss', wallMs: now(), uptimeMs: uptime(), uncertaintyMs: 500 })

  async function accept(number: number): Promise<void> {
    if (sessions.of(rider(number))) return
    say({ says: 'accepts', bootId })
    if (early) say({ says: 'online', bootId })
    await sessions.start(rider(number))
    if (!early) say({ says: 'online', bootId })
  }
  const sayDurable = (of: Tally) => say({ says: 'durable', bootId, octets: of.durable() })

  return {
    /** These riders tap, all at once. */
    async board(riders: number[]): Promise<void> {
      await Promise.all(riders.map(accept))
    },
    async carry(of: Tally, number: number, random: () => number): Promise<void> {
      const octets = { input: 1 + Math.floor(random() * 1e5), output: 1 + Math.floor(random() * 1e6) }
      await of.carry(rider(number).ip, octets)
    },
    sayCarried: (of: Tally) => say({ says: 'carried', bootId, octets: of.carried() }),
    async end(of: Tally, riders: number[]): Promise<void> {
      for (const client of riders.map(rider)) {
        const row = sessions.of(client)
        if (!row) continue
        const until = of.until(client.ip)
        say({ says: 'ends', bootId })
        await sessions.end(row, 'user-request')
        say({ says: 'ended', bootId })
        of.promised(until)
        sayDurable(of)
      }
    },
    reportFault(): void {
      const client = rider(Math.floor(now() / 1000) % 200)
      say({ says: 'ticket', ticket: problems.add(client, { kind: 'slow', text: 'the video stops' }) })
    },
    /** What the portal does at the end of each interval. */
    async account(of: Tally): Promise<void> {
      memory.turn()
      const until = of.until()
      const report = await accounting.close()
      if (!report) return
      say({ says: 'report', report })
      of.promised(until)
      sayDurable(of)
      const before = outboxState(db).waiting
      room.make()
      say({ says: 'room', before, after: outboxState(db).waiting })
      database.settle()
    },
    async send(limit: number): Promise<void> {
      const deps = { ...ledger.senderDeps, fleetUrl: 'http://fleet.invalid', credential: () => 'made up' }
      const sent = await sendReports({ ...deps, fetch: fleet.receive }, limit)
      if (sent.state === 'sent') say({ says: 'settled', keys: fleet.answered() })
    },
    keepPolicy(version: number): void {
      say({ says: 'keeps', file: 'policy', version })
      store.keep({ ...DEFAULT_POLICY, version, sessionSeconds: 1800 })
      say({ says: 'kept', file: 'policy', version })
    },
    enrol(version: number): void {
      say({ says: 'keeps', file: 'enrolment', version })
      writeEnrolment(folder, {
        gatewayId: 'bus-1',
        credential: credentialOf(version),
        fleetUrl: 'http://fleet.invalid',
      })
      say({ says: 'kept', file: 'enrolment', version })
    },
    /** Stops the program; the kernel goes on. */
    close: () => void db.$client.close(),
  }
}

export const credentialOf = (version: number) => `${'made-up-credential-'.repeat(2)}${version}`
