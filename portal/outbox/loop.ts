import { REPORTS_PER_REQUEST, type ReportsAnswer } from '../../contract/report.ts'
import { backoffMs } from './backoff.ts'
import { type SenderDeps, sendReports } from './sender.ts'

export interface SendLoopDeps extends SenderDeps {
  log: (message: string) => void
  /** Calls `job` after so many milliseconds; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  random: () => number
  /** Told each answer of the fleet. */
  answered: (answer: ReportsAnswer) => void
  /** The longest wait between two attempts, milliseconds. */
  longestWaitMs: number
}

/** After a failure: what gets through a bad link, and costs little where there is none. Each success sends so many times more. */
const FEW = 20
const GROWTH = 5

/** Sends what waits in the outbox, and tries again after failures. */
export function createSendLoop(deps: SendLoopDeps) {
  let running: Promise<void> | null = null
  let more = false
  let failures = 0
  let size = REPORTS_PER_REQUEST
  let callOff: (() => void) | null = null
  let stopped = false

  async function drain(): Promise<void> {
    while (!stopped) {
      const sent = await sendReports(deps, size)
      if (sent.state === 'failed') {
        failures += 1
        size = FEW
        const wait = backoffMs(failures, deps.random(), sent.retryAfterMs, deps.longestWaitMs)
        if (failures === 1) deps.log(`reports are kept until the fleet answers: ${sent.reason}`)
        callOff = deps.after(wait, () => {
          callOff = null
          wake()
        })
        return
      }
      if (failures > 0) deps.log(`the fleet answers again after ${failures} failed attempts`)
      failures = 0
      if (sent.state === 'empty') return
      size = Math.min(REPORTS_PER_REQUEST, size * GROWTH)
      deps.answered(sent.answer)
    }
  }

  /** There is something to send. While a wait is on, it waits too: the fleet may have asked for it. */
  function wake(): void {
    more = running !== null
    if (running || stopped || callOff) return
    running = drain()
      .catch((error: unknown) => deps.log(`sending failed: ${String(error)}`))
      .finally(() => {
        running = null
        if (more) wake()
      })
  }

  return {
    wake,
    /** Resolves when nothing is being sent: all is sent, or the next attempt has its time. */
    async idle(): Promise<void> {
      while (running) await running
    },
    /** Waits for the request under way, then sends no more. */
    async stop(): Promise<void> {
      stopped = true
      callOff?.()
      await running
    },
  }
}
