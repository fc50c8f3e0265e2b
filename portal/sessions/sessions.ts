import { randomUUID } from 'node:crypto'
import type { Policy } from '../../contract/policy.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Client } from '../clients/client.ts'
import type { Clock } from '../clock.ts'
import type { DeviceCounter } from '../devices/counter.ts'
import type { Firewall, FirewallState } from '../firewall/firewall.ts'
import {
  endSession,
  insertSessions,
  type Reading,
  resetCounted,
  type SessionRow,
  updateTerms,
  withdrawSession,
} from '../queries/sessions.ts'
import type { ClientMemory } from './client-memory.ts'
import type { Connecting } from './connecting.ts'
import { gathered, keyedLine } from './line.ts'
import { clientSessions, newSession, octetsSince, overdue, secondsLeft, underPolicy } from './rules.ts'
import { createRunning } from './running.ts'

export interface SessionsDeps {
  db: GatewayDatabase
  firewall: Firewall
  clock: Clock
  bootId: string
  policy: () => Policy
  memory: ClientMemory
  connecting: Connecting
  /** Counts how many different clients there are. */
  devices: Pick<DeviceCounter, 'seen'>
  /** Puts the firewall's rules back where somebody has flushed them. */
  reinstall: () => Promise<void>
  log: (message: string) => void
}

export type Sessions = ReturnType<typeof createSessions>

/**
 * The running sessions. Each is in the database before the kernel lets its client through, and is shut out in the kernel before
 * it leaves the database: whatever dies in between, the next start can put it right.
 */
export function createSessions(deps: SessionsDeps) {
  const { db, firewall, clock, bootId, policy, memory, connecting, devices, reinstall, log } = deps
  const running = createRunning(db)
  const inLine = keyedLine()
  const insert = gathered<SessionRow>((rows) => connecting.give((tookMs) => insertSessions(db, bootId, rows, tookMs)))
  const seconds = (row: SessionRow) => secondsLeft(row, clock.uptime())

  /**
   * Reads the kernel's counters and gives them to `job`, one reader at a time: an older reading applied after a newer one would
   * look like a counter that went backwards.
   */
  function counting<T>(job: (state: FirewallState) => T): Promise<T> {
    return inLine('counters', async () => {
      let state = await firewall.read()
      if (!state) {
        log('the firewall’s rules were gone; they are back')
        await reinstall()
        state = { clients: new Map(), octets: new Map() }
        await reconcile(state)
      }
      return job(state)
    })
  }

  /** Ends sessions: shut out first, then counted, then forgotten. One that has ended already is no error. */
  async function end(rows: SessionRow[], cause: TerminateCause): Promise<void> {
    const live = rows.filter(running.has)
    if (live.length === 0) return
    await firewall.revoke(live.map((row) => ({ mac: row.clientMac, ip: row.clientIp })))
    const gone = await counting((state) => {
      const still = live.flatMap((row) => running.current(row) ?? [])
      for (const row of still) {
        const since = octetsSince(row, state.octets.get(row.clientIp))
        endSession(db, row, { cause, since, uptime: clock.uptime() })
        memory.ended(row.clientMac, cause)
        running.remove(row)
      }
      return still
    })
    await firewall.forget(gone.map((row) => row.clientIp))
  }

  async function start(client: Client): Promise<SessionRow> {
    const known = of(client)
    if (known) return known
    connecting.asked(client.ip)
    // One session for each IP and for each MAC: who had the address before has left, and a phone with a new address has moved.
    for (const old of clientSessions(running.all(), client)) {
      if (old.clientMac === client.mac && old.clientIp !== client.ip)
        log('a client came with the MAC of a running session: that one has ended')
      await end([old], seconds(old) > 0 ? 'lost-carrier' : 'session-timeout')
    }
    const allowance = memory.allowance(client.mac)
    if (allowance.state === 'cool-down') throw new AbordoError('cool-down')
    if (allowance.state === 'used-up') throw new AbordoError('no-sessions-left')
    const { sessionSeconds, ...asked } = policy()
    const row = newSession(
      { sessionId: randomUUID(), bootId, client, uptime: clock.uptime(), seconds: sessionSeconds },
      asked,
    )
    await insert(row)
    running.put(row)
    try {
      await firewall.grant({ ...client, seconds: sessionSeconds })
    } catch (error) {
      running.remove(row)
      withdrawSession(db, row)
      throw new AbordoError('firewall-failed', undefined, { cause: error })
    }
    connecting.online(client.ip)
    memory.started(client.mac)
    devices.seen(client.mac)
    return row
  }

  /** The running session of this client: same IP and same MAC, with time left. */
  function of(client: Client): SessionRow | null {
    const row = running.at(client.ip)
    return row && row.clientMac === client.mac && seconds(row) > 0 ? row : null
  }

  async function reconcile(state: FirewallState): Promise<void> {
    const strangers = [...state.clients.values()].filter((client) => running.at(client.ip)?.clientMac !== client.mac)
    await firewall.revoke(strangers)
    await firewall.forget([...state.octets.keys()].filter((ip) => !running.at(ip)))
    for (const row of running.all()) {
      if (!state.octets.has(row.clientIp)) {
        resetCounted(db, row.sessionId)
        running.put({ ...row, countedInputOctets: 0, countedOutputOctets: 0 })
      }
      if (state.clients.get(row.clientIp)?.mac === row.clientMac || seconds(row) <= 0) continue
      await firewall.grant({ mac: row.clientMac, ip: row.clientIp, seconds: seconds(row) })
    }
  }

  /** Keeps a session's new terms, and lets the kernel know until when it lasts. The client stays let through meanwhile. */
  async function renew(row: SessionRow): Promise<SessionRow> {
    updateTerms(db, row)
    running.put(row)
    await firewall.grant({ mac: row.clientMac, ip: row.clientIp, seconds: seconds(row) })
    return row
  }

  async function extend(row: SessionRow): Promise<SessionRow> {
    const current = running.current(row)
    const { extension } = policy()
    if (!current || !extension || current.extensions >= extension.times) throw new AbordoError('no-extension')
    const deadlineUptimeMs = current.deadlineUptimeMs + extension.seconds * 1000
    return renew({ ...current, deadlineUptimeMs, extensions: current.extensions + 1 })
  }

  return {
    /** Starts a session, or returns the one that the client has. The client is let through before this resolves. */
    start: (client: Client) => inLine(client.ip, () => start(client)),
    end: (row: SessionRow, cause: TerminateCause) => inLine(row.clientIp, () => end([row], cause)),
    /** Adds the policy's extension. Throws AbordoError `no-extension` where none is left. */
    extend: (row: SessionRow) => inLine(row.clientIp, () => extend(row)),
    extensionsLeft: (row: SessionRow) => Math.max(0, (policy().extension?.times ?? 0) - row.extensions),
    of,
    /** The session that is kept for an IP, whoever has the IP now: a first look, without asking who it is. */
    at: running.at,
    allowance: (client: Client) => memory.allowance(client.mac),
    lastEnd: (client: Client) => memory.lastEnd(client.mac),
    lastEndToday: (client: Client) => memory.lastEndToday(client.mac),
    /** Whether another address of this network has a session under this client's MAC. */
    isElsewhere: ({ mac, ip }: Client) =>
      running.all().some((row) => row.clientMac === mac && row.clientIp !== ip && seconds(row) > 0),
    sessionsToday: (client: Client) => memory.sessionsToday(client.mac),
    forgetToday: (client: Client) => memory.forget(client.mac),
    all: running.all,
    connected: running.size,
    counting,
    /** Keeps memory in step with readings that accounting has written. */
    noted: (readings: Reading[]) => running.note(readings, clock.uptime()),
    /** Applies a policy to the running sessions; it ends none of them. */
    async adopt(next: Policy): Promise<void> {
      for (const row of running.all()) {
        const after = underPolicy(row, next, clock.uptime())
        const changed = after.deadlineUptimeMs !== row.deadlineUptimeMs || after.quotaOctets !== row.quotaOctets
        if (changed) await inLine(row.clientIp, async () => (running.has(row) ? renew(after) : row))
      }
    },
    /** Ends the sessions whose time, quota or patience is up; `rows`: with usage that is newer than the last report's. */
    async expire(rows: SessionRow[] = running.all()): Promise<void> {
      const due = new Map<TerminateCause, SessionRow[]>()
      for (const row of rows) {
        const cause = overdue(row, policy(), clock.uptime())
        if (cause) due.set(cause, [...(due.get(cause) ?? []), row])
      }
      for (const [cause, over] of due) await end(over, cause)
    },
    /**
     * Makes the kernel agree with the database, after a start: clients with time left are let through again, those without a
     * session are shut out, counters of nobody are forgotten.
     */
    reconcile,
  }
}
