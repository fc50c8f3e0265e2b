import type { WaitingRelease } from '../records.ts'

/** So long nobody must have been online. */
export const QUIET_MS = 5 * 60_000
/** A gateway that has waited so long without being on in a window is asked for less. */
export const PATIENCE_MS = 3 * 86_400_000
/** Since the start, in which riders have hardly boarded. */
export const JUST_STARTED_MS = 3 * 60_000

export interface Moment {
  /** Wall time, ms since 1970; null: not known on this gateway yet. */
  now: number | null
  /** Since boot, ms. */
  uptime: number
  bootId: string
  ridersConnected: number
}

/** Since when nobody has been online, as far as was looked. */
export function quietSince(before: WaitingRelease['quiet'], moment: Moment): WaitingRelease['quiet'] {
  if (moment.ridersConnected > 0) return null
  return before?.bootId === moment.bootId ? before : { bootId: moment.bootId, sinceUptimeMs: moment.uptime }
}

/**
 * Whether a release may take the place of the running one now: within a window and with nobody online for five minutes; or, where it has
 * waited for three days, with nobody online just after the start. A restart interrupts no rider's session, but a newcomer would wait.
 */
export function isItsTime(waiting: Pick<WaitingRelease, 'windows' | 'takenAtMs' | 'quiet'>, moment: Moment): boolean {
  const { now, uptime, bootId, ridersConnected } = moment
  // No window at all: the fleet has taken it back.
  if (ridersConnected > 0 || now === null || waiting.windows.length === 0) return false
  if (waiting.takenAtMs !== null && now - waiting.takenAtMs >= PATIENCE_MS && uptime < JUST_STARTED_MS) return true
  const { quiet } = waiting
  if (quiet?.bootId !== bootId || uptime - quiet.sinceUptimeMs < QUIET_MS) return false
  return waiting.windows.some(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to))
}
