import { randomUUID } from 'node:crypto'
import { AbordoError } from '../../contract/problem.ts'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Client } from '../clients/client.ts'
import type { Clock } from '../clock.ts'
import type { Firewall, FirewallState } from '../firewall/firewall.ts'
import {
  endSession,
  insertSession,
  listSessions,
  type Reading,
  resetCounted,
  type SessionRow,
  withdrawSession,
} from '../queries/sessions.ts'
import { keyedLine } from './line.ts'
import { clientSessions, octetsSince, secondsLeft } from './rules.ts'

export interface SessionsDeps {
  db: GatewayDatabase
  firewall: Firewall
  clock: Clock
  bootId: string
}

export interface StartOptions {
  lengthSeconds: number
  termsVersion: string
}

export type Sessions = ReturnType<typeof createSessions>

/**
 * The running sessions. Each is in the database before the kernel lets its client through, and is shut out in the kernel before
 * it leaves the database: whatever dies in between, the next start can put it right.
 */
export function createSessions({ db, firewall, clock, bootId }: SessionsDeps) {
  const byIp = new Map(listSessions(db).map((row) => [row.clientIp, row]))
  const inLine = keyedLine()
  const isRunning = (row: SessionRow) => byIp.get(row.clientIp)?.sessionId === row.sessionId

  /**
   * Reads the kernel's counters and gives them to `job`, one reader at a time: an older reading applied after a newer one would
   * look like a counter that went backwards.
   */
  function counting<T>(job: (state: FirewallState) => T): Promise<T> {
    return inLine('counters', async () => {
      let state = await firewall.read()
      if (!state) {
        // Somebody flushed our table: closed again, and the riders back, before anything else.
        await firewall.install()
        state = { clients: new Map(), octets: new Map() }
        await reconcile(state)
      }
      return job(state)
    })
  }

  /** Ends sessions: shut out first, then counted, then forgotten. One that has ended already is no error. */
  async function end(rows: SessionRow[], cause: TerminateCause): Promise<void> {
    const running = rows.filter(isRunning)
    if (running.length === 0) return
    await firewall.revoke(running.map((row) => ({ mac: row.clientMac, ip: row.clientIp })))
    const gone = await counting((state) => {
      const still = running.flatMap((row) => (isRunning(row) ? (byIp.get(row.clientIp) ?? []) : []))
      for (const row of still) {
        endSession(db, row, cause, octetsSince(row, state.octets.get(row.clientIp)))
        byIp.delete(row.clientIp)
      }
      return still
    })
    await firewall.forget(gone.map((row) => row.clientIp))
  }

  async function start(client: Client, options: StartOptions): Promise<SessionRow> {
    const running = of(client)
    if (running) return running
    // One session for each IP and for each MAC: who had the address before has left, and a phone with a new address has moved.
    for (const old of clientSessions(byIp.values(), client)) {
      await end([old], secondsLeft(old, clock.uptime()) > 0 ? 'lost-carrier' : 'session-timeout')
    }
    const uptime = clock.uptime()
    const row: SessionRow = {
      sessionId: randomUUID(),
      bootId,
      clientMac: client.mac,
      clientIp: client.ip,
      startedUptimeMs: uptime,
      deadlineUptimeMs: uptime + options.lengthSeconds * 1000,
      termsVersion: options.termsVersion,
      inputOctets: 0,
      outputOctets: 0,
      countedInputOctets: 0,
      countedOutputOctets: 0,
    }
    insertSession(db, row)
    byIp.set(client.ip, row)
    try {
      await firewall.grant({ ...client, seconds: options.lengthSeconds })
    } catch (error) {
      byIp.delete(client.ip)
      withdrawSession(db, row)
      throw new AbordoError('firewall-failed', undefined, { cause: error })
    }
    return row
  }

  /** The running session of this client: same IP and same MAC, with time left. */
  function of(client: Client): SessionRow | null {
    const row = byIp.get(client.ip)
    return row && row.clientMac === client.mac && secondsLeft(row, clock.uptime()) > 0 ? row : null
  }

  async function reconcile(state: FirewallState): Promise<void> {
    const strangers = [...state.clients.values()].filter((client) => byIp.get(client.ip)?.clientMac !== client.mac)
    await firewall.revoke(strangers)
    await firewall.forget([...state.octets.keys()].filter((ip) => !byIp.has(ip)))
    for (const row of byIp.values()) {
      if (!state.octets.has(row.clientIp)) {
        resetCounted(db, row.sessionId)
        byIp.set(row.clientIp, { ...row, countedInputOctets: 0, countedOutputOctets: 0 })
      }
      const seconds = secondsLeft(row, clock.uptime())
      if (state.clients.get(row.clientIp)?.mac === row.clientMac || seconds <= 0) continue
      await firewall.grant({ mac: row.clientMac, ip: row.clientIp, seconds })
    }
  }

  return {
    /** Starts a session, or returns the one that the client has. The client is let through before this resolves. */
    start: (client: Client, options: StartOptions) => inLine(client.ip, () => start(client, options)),
    end: (row: SessionRow, cause: TerminateCause) => inLine(row.clientIp, () => end([row], cause)),
    of,
    all: () => [...byIp.values()],
    connected: () => byIp.size,
    counting,
    /** Keeps memory in step with readings that accounting has written. */
    noted(readings: Reading[]): void {
      const bySession = new Map(readings.map((reading) => [reading.sessionId, reading]))
      for (const [ip, row] of byIp) {
        const reading = bySession.get(row.sessionId)
        if (!reading) continue
        byIp.set(ip, {
          ...row,
          inputOctets: row.inputOctets + reading.since.input,
          outputOctets: row.outputOctets + reading.since.output,
          countedInputOctets: reading.counted.input,
          countedOutputOctets: reading.counted.output,
        })
      }
    },
    /** Ends the sessions whose time is up. */
    expire: () => {
      const over = [...byIp.values()].filter((row) => secondsLeft(row, clock.uptime()) <= 0)
      return end(over, 'session-timeout')
    },
    /**
     * Makes the kernel agree with the database, after a start: clients with time left are let through again, those without a
     * session are shut out, counters of nobody are forgotten.
     */
    reconcile,
  }
}
