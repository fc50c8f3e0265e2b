import type { Report } from '../../contract/report.ts'
import { LONGEST_REPORT_MS } from '../../contract/report.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import { type Boot, forgetBoot, nextInterval, readBoot } from '../queries/boots.ts'
import { putReport } from '../queries/outbox.ts'
import { noteReadings, type Reading } from '../queries/sessions.ts'
import { octetsSince } from '../sessions/rules.ts'
import type { Sessions } from '../sessions/sessions.ts'

export interface AccountingDeps {
  db: GatewayDatabase
  sessions: Sessions
  clock: Clock
  bootId: string
  software: string
  policyVersion: () => number
  /** Riders' fault reports that wait, at most 20: they leave the database in this transaction, with the report that carries them. */
  takeProblems: (tx: GatewayTransaction) => RiderProblem[]
}

/** The shortest interval worth a report: what happens within it goes into the next one. */
const SHORTEST_INTERVAL_MS = 1000

export function createAccounting(deps: AccountingDeps) {
  const { db, sessions, clock, bootId } = deps

  return {
    /**
     * Closes the accounting interval: ends what has run out, reads the kernel's counters with one call, and puts readings, report
     * and next interval into the database in one transaction. Returns the report, or null where the interval has hardly begun.
     */
    async close(): Promise<Report | null> {
      if (clock.uptime() - readBoot(db, bootId).startedUptimeMs < SHORTEST_INTERVAL_MS) return null
      await sessions.expire()
      return sessions.counting((state) => {
        const rows = sessions.all()
        const readings: Reading[] = rows.map((row) => {
          const counted = state.octets.get(row.clientIp)
          const before = { input: row.countedInputOctets, output: row.countedOutputOctets }
          return { sessionId: row.sessionId, counted: counted ?? before, since: octetsSince(row, counted) }
        })
        const at = { now: clock.now(), uptime: clock.uptime(), connected: rows.length }
        const report = db.transaction((tx) => {
          noteReadings(tx, rows, readings)
          const made = { ...compose(readBoot(tx, bootId), at, deps), problems: deps.takeProblems(tx) }
          putReport(tx, made)
          nextInterval(tx, bootId, at)
          return made
        })
        sessions.noted(readings)
        return report
      })
    },

    /** Reports what earlier boots left in their last interval. Their end is not known: it is set right after their start. */
    closeEarlier(boots: Boot[]): void {
      db.transaction((tx) => {
        for (const { bootId: earlier } of boots) {
          const boot = readBoot(tx, earlier)
          if (hasUsage(boot)) {
            const end = {
              now: boot.startedAt + SHORTEST_INTERVAL_MS,
              uptime: boot.startedUptimeMs + SHORTEST_INTERVAL_MS,
            }
            putReport(tx, compose(boot, { ...end, connected: 0 }, deps))
          }
          forgetBoot(tx, earlier)
        }
      })
    },
  }
}

function hasUsage(boot: Boot): boolean {
  const ended = Object.keys(boot.sessionsEnded).length > 0
  return ended || boot.sessionsStarted > 0 || boot.inputOctets > 0 || boot.outputOctets > 0
}

/** The report of an interval that ends at `at`. One longer than a report may be (the portal was down) is told by its last hour. */
function compose(
  boot: Boot,
  at: { now: number; uptime: number; connected: number },
  { software, policyVersion }: AccountingDeps,
): Report {
  const lengthMs = Math.min(at.uptime - boot.startedUptimeMs, LONGEST_REPORT_MS)
  return {
    protocol: PROTOCOL_VERSION,
    bootId: boot.bootId,
    seq: boot.nextSeq,
    startedUptimeMs: at.uptime - lengthMs,
    endedUptimeMs: at.uptime,
    startedAt: new Date(at.now - lengthMs).toISOString(),
    endedAt: new Date(at.now).toISOString(),
    clock: { source: 'system', uncertaintyMs: null, estimated: false },
    riders: { connected: at.connected, peak: Math.max(boot.ridersPeak, at.connected) },
    sessions: { started: boot.sessionsStarted, ended: boot.sessionsEnded },
    octets: { input: boot.inputOctets, output: boot.outputOctets },
    software,
    policyVersion: policyVersion(),
    problems: [],
    merged: null,
    dropped: null,
    health: null,
    uplink: null,
    policyProblem: null,
  }
}
