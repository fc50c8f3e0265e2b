import { setTimeout } from 'node:timers/promises'
import { sendHistory } from './backfill.ts'
import type { StagedBus } from './staged.ts'

const MINUTE_MS = 60_000
/** How long after a minute it is told of. */
const AFTER_MS = 4000

/**
 * Goes on with the history of a bus that runs no portal of ours, minute by minute: one that is back-filling stays as far behind as it was.
 * `from`: up to where its history is told, ms since 1970. Resolves after `signal`; never rejects.
 */
export async function goOn(
  staged: StagedBus,
  { from, now }: { from: number; now: number },
  to: { fleetUrl: string; credential: string; signal: AbortSignal; log: (message: string, error?: unknown) => void },
): Promise<void> {
  const behindMs = now - from
  let told = from
  while (!to.signal.aborted) {
    const minute = Math.floor((Date.now() - behindMs - AFTER_MS) / MINUTE_MS) * MINUTE_MS
    if (minute > told) {
      try {
        await sendHistory(staged, { from: told, to: minute, awakeFrom: 0 }, to)
        told = minute
      } catch (error) {
        if (!to.signal.aborted) to.log(`${staged.bus.id}: its minute could not be sent`, error)
      }
    }
    await setTimeout(MINUTE_MS / 12, undefined, { signal: to.signal }).catch(() => undefined)
  }
}
