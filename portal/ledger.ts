import type { Policy } from '../contract/policy.ts'
import type { GatewayDatabase } from '../db/gateway/open.ts'
import { createAccounting, type Whereabouts } from './accounting/accounting.ts'
import type { Telemetry } from './accounting/telemetry.ts'
import type { Clock } from './clock.ts'
import { createDeviceCounter } from './devices/counter.ts'
import type { Firewall } from './firewall/firewall.ts'
import { createRoom } from './outbox/room.ts'
import { placesOf } from './outbox/sender.ts'
import type { PolicyProblem } from './policy/adopt.ts'
import { enterBoot, lastKnownTime } from './queries/boots.ts'
import { takeProblems } from './queries/problems.ts'
import { createRoaming } from './roaming/memory.ts'
import { createClientMemory } from './sessions/client-memory.ts'
import { createConnecting } from './sessions/connecting.ts'
import { createSessions } from './sessions/sessions.ts'
import { createTimekeeper } from './time/timekeeper.ts'

export interface LedgerDeps {
  db: GatewayDatabase
  /** The machine's own clocks, right or wrong. */
  systemClock: Clock
  /** When this program was built, ms since 1970. */
  builtAtMs: number
  firewall: Firewall
  /** Puts the firewall's rules back where somebody has flushed them. */
  reinstall: () => Promise<void>
  policy: () => Policy
  policyProblem: () => PolicyProblem | null
  telemetry: () => Promise<Telemetry>
  whereabouts?: Whereabouts
  software: string
  outboxOctets: number
  accountingIntervalS: number
  log: (message: string, error?: unknown) => void
}

/** Of a gateway that nothing tells where it is. */
const UNKNOWN: Whereabouts = { trace: { between: () => [], forget: () => undefined }, signOn: () => null }

export type Ledger = Awaited<ReturnType<typeof createLedger>>

/**
 * What a gateway keeps account of: its boot and the true time of it, the riders' sessions, and the reports of their usage until the
 * fleet has them. Enters the boot, puts firewall and database in step, and reports what earlier boots left behind.
 */
export async function createLedger(deps: LedgerDeps) {
  const { db, systemClock, builtAtMs, firewall, policy, reinstall, log } = deps
  const { boot, unreported } = enterBoot(db, { kernelBootId: systemClock.kernelBootId, uptime: systemClock.uptime() })
  const { bootId } = boot
  const time = createTimekeeper({ clock: systemClock, builtAtMs, lastKnownMs: lastKnownTime(db), log })
  const { clock } = time
  const memory = createClientMemory(db, clock, bootId, policy)
  const connecting = createConnecting(systemClock.elapsed ?? clock.uptime)
  const timeIsKnown = () => time.known() !== null
  const counter = createDeviceCounter({ db, clock, timeIsKnown })
  const roaming = createRoaming({ db, clock, timeIsKnown, policy })
  const parts = { memory, connecting, devices: counter }
  const sessions = createSessions({ db, firewall, clock, bootId, policy, ...parts, reinstall, log })
  const state = await firewall.read()
  if (state) await sessions.reconcile(state)
  const { software, policyProblem, telemetry, whereabouts = UNKNOWN } = deps
  const accounting = createAccounting({
    db,
    sessions,
    connecting,
    clock,
    time,
    bootId,
    software,
    policyVersion: () => policy().version,
    policyProblem,
    takeProblems,
    telemetry,
    whereabouts,
  })
  accounting.closeEarlier(unreported)
  const senderDeps = { db, bootId, clock, time, earliestMs: builtAtMs }
  const offsets = () => new Map([...placesOf(senderDeps)].map(([id, { offsetMs }]) => [id, offsetMs]))
  const room = createRoom({
    db,
    limitOctets: deps.outboxOctets,
    offsets,
    accountingIntervalMs: deps.accountingIntervalS * 1000,
    log,
  })

  return {
    bootId,
    /** Both clocks, the wall clock as far as it is known. */
    clock,
    time,
    memory,
    connecting,
    sessions,
    accounting,
    room,
    devices: {
      ...counter,
      /** Once a minute: keeps what was seen, and forgets the days that are over. */
      turn: () => counter.turn(sessions.all().map(({ clientMac }) => clientMac)),
    },
    /** Who has accepted today, here or on another bus. */
    roaming,
    /** For the sender of reports. */
    senderDeps,
  }
}
