import { LONGEST_REPORT_MS } from '../../contract/report.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { Fix, SignOn } from '../../contract/trace.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import type { UntimedReport } from '../outbox/timed.ts'
import type { PolicyProblem } from '../policy/adopt.ts'
import { type Boot, closeBoot, countConnects, forgetBoots, nextInterval, noteTime, readBoot } from '../queries/boots.ts'
import { putReport, takeDropped } from '../queries/outbox.ts'
import { noteReadings, type Reading } from '../queries/sessions.ts'
import type { Connecting } from '../sessions/connecting.ts'
import { octetsSince } from '../sessions/rules.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Timekeeper } from '../time/timekeeper.ts'
import { healthOf, type Telemetry, uplinkOf } from './telemetry.ts'

export interface AccountingDeps {
  db: GatewayDatabase
  sessions: Sessions
  connecting: Pick<Connecting, 'give' | 'tidy'>
  clock: Clock
  time: Pick<Timekeeper, 'known' | 'systemOffsetMs'>
  bootId: string
  software: string
  policyVersion: () => number
  policyProblem: () => PolicyProblem | null
  /** Riders' fault reports that wait, at most 20: they leave the database in this transaction, with the report that carries them. */
  takeProblems: (tx: GatewayTransaction) => RiderProblem[]
  /** How the machine and its uplink are. Never rejects. */
  telemetry: () => Promise<Telemetry>
  whereabouts: Whereabouts
}

/** Where the vehicle was, and what its driver had signed on to. A station has neither. */
export interface Whereabouts {
  trace: {
    /** The fixes after one moment and up to another (monotonic ms), at most as many as a report takes. */
    between: (afterUptimeMs: number, untilUptimeMs: number) => Fix[]
    /** Those up to here are in a report. */
    forget: (untilUptimeMs: number) => void
  }
  signOn: () => SignOn | null
}

/** The shortest interval worth a report: what happens within it goes into the next one. */
const SHORTEST_INTERVAL_MS = 1000

export function createAccounting(deps: AccountingDeps) {
  const { db, sessions, connecting, clock, bootId, time } = deps
  const { trace } = deps.whereabouts

  return {
    /**
     * Closes the accounting interval: ends what has run out, reads the kernel's counters with one call, and puts readings, report
     * and next interval into the database in one transaction. Returns the report, or null where the interval has hardly begun.
     */
    async close(): Promise<UntimedReport | null> {
      if (clock.uptime() - readBoot(db, bootId).startedUptimeMs < SHORTEST_INTERVAL_MS) return null
      const telemetry = await deps.telemetry()
      await sessions.expire()
      return sessions.counting((state) => {
        const rows = sessions.all()
        const readings: Reading[] = rows.map((row) => {
          const counted = state.octets.get(row.clientIp)
          const before = { input: row.countedInputOctets, output: row.countedOutputOctets }
          return { sessionId: row.sessionId, counted: counted ?? before, since: octetsSince(row, counted) }
        })
        const at = { uptime: clock.uptime(), systemOffsetMs: time.systemOffsetMs(), connected: rows.length }
        const inTransaction = (job: (tx: GatewayTransaction, tookMs: number[]) => UntimedReport) =>
          connecting.give((tookMs) => db.transaction((tx) => job(tx, tookMs)))
        const report = inTransaction((tx, tookMs) => {
          noteReadings(tx, bootId, rows, readings)
          countConnects(tx, bootId, tookMs)
          const made: UntimedReport = {
            ...compose(readBoot(tx, bootId), at, deps),
            problems: deps.takeProblems(tx),
            dropped: takeDropped(tx),
            signOn: deps.whereabouts.signOn(),
            health: healthOf(tx, telemetry),
            uplink: uplinkOf(tx, telemetry),
          }
          made.trace = trace.between(made.startedUptimeMs, made.endedUptimeMs)
          putReport(tx, made)
          nextInterval(tx, bootId, at)
          const known = time.known()
          if (known) noteTime(tx, bootId, known)
          return made
        })
        sessions.noted(readings)
        connecting.tidy()
        trace.forget(report.endedUptimeMs)
        return report
      })
    },

    /** Reports what earlier boots left in their last interval. Their end is not known: it is set right after their start. */
    closeEarlier(boots: Boot[]): void {
      db.transaction((tx) => {
        for (const { bootId: earlier } of boots) {
          const boot = readBoot(tx, earlier)
          if (hasUsage(boot)) {
            const end = { uptime: boot.startedUptimeMs + SHORTEST_INTERVAL_MS, connected: 0 }
            putReport(tx, compose(boot, end, deps))
          }
          closeBoot(tx, earlier)
        }
        forgetBoots(tx)
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
  at: { uptime: number; connected: number },
  { software, policyVersion, policyProblem }: AccountingDeps,
): UntimedReport {
  const lengthMs = Math.min(at.uptime - boot.startedUptimeMs, LONGEST_REPORT_MS)
  return {
    protocol: PROTOCOL_VERSION,
    bootId: boot.bootId,
    seq: boot.nextSeq,
    startedUptimeMs: at.uptime - lengthMs,
    endedUptimeMs: at.uptime,
    riders: { connected: at.connected, peak: Math.max(boot.ridersPeak, at.connected) },
    sessions: { started: boot.sessionsStarted, ended: boot.sessionsEnded },
    octets: { input: boot.inputOctets, output: boot.outputOctets },
    software,
    policyVersion: policyVersion(),
    policyProblem: policyProblem(),
    problems: [],
    merged: null,
    dropped: null,
    health: null,
    uplink: null,
    trace: [],
    signOn: null,
    sessionLengths: boot.sessionLengths.length > 0 ? boot.sessionLengths : null,
    connectTimes: boot.connectTimes.length > 0 ? boot.connectTimes : null,
  }
}
