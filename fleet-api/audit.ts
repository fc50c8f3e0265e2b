import type { Action, TARGETS } from '../contract/access.ts'
import type { Role } from '../contract/api.ts'

/** Who does something, as the audit log keeps it: a user by the id alone. */
export interface Actor {
  kind: 'user' | 'token' | 'command line' | 'schedule' | 'nobody'
  /** Of the user or the token; '' for the others. */
  id: string
  /** The token's. */
  name: string | null
  role: Role | null
}

/** By whom and when something is changed: whatever changes anything on somebody's behalf takes this. */
export interface By {
  actor: Actor
  /** Milliseconds since 1970. */
  now: number
  requestId: string | null
  /** Is called once the change and its entry are committed, or there was nothing to change. */
  recorded?: () => void
}

/** What was done, for the log. Details are small, and hold no secrets. */
export interface Deed {
  action: Action
  target: { kind: (typeof TARGETS)[number]; id: string }
  details?: Record<string, unknown>
}

export const COMMAND_LINE: Actor = { kind: 'command line', id: '', name: null, role: null }
/** The fleet itself, as somebody has set it to. */
export const SCHEDULE: Actor = { kind: 'schedule', id: '', name: null, role: null }
/** Somebody who did not get in. */
export const NOBODY: Actor = { kind: 'nobody', id: '', name: null, role: null }

export function byCommandLine(now: number): By {
  return { actor: COMMAND_LINE, now, requestId: null }
}
