import type { TerminateCause } from '../../contract/report.ts'
import type { Allowance } from '../sessions/rules.ts'

/** So long the page tells a rider that his time or his data have been used up, and he goes on by a tap. */
const ASKED_S = 3600

export interface Newcomer {
  allowance: Allowance
  /** How its last session here ended, today, and how long ago as far as that is known; null: it had none. */
  lastEnd: { cause: TerminateCause; secondsAgo: number | null } | null
  /** Another address of this network has a session under its MAC: one of the two may have taken it. */
  isElsewhere: boolean
}

/**
 * Whether a client that has accepted today is let in without a tap. Not where it ended its session here itself, or the operator did;
 * not while the page has something to tell it: a pause, time or data that have just been used up.
 */
export function isLetIn({ allowance, lastEnd, isElsewhere }: Newcomer): boolean {
  if (allowance.state !== 'free' || isElsewhere) return false
  if (lastEnd === null) return true
  const { cause, secondsAgo } = lastEnd
  if (cause === 'user-request' || cause === 'admin') return false
  if (cause === 'session-timeout' || cause === 'quota') return secondsAgo === null || secondsAgo >= ASKED_S
  return true
}
