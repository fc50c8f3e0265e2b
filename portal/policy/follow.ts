import type { Policy } from '../../contract/policy.ts'
import { type PolicyProblem, problemWith } from './adopt.ts'

export interface FollowDeps {
  running: () => number
  /** Asks the fleet; null: it is the one that runs. Throws where there is no usable answer. */
  pull: (running: number) => Promise<Policy | null>
  adopt: (policy: Policy) => Promise<PolicyProblem | null>
  /** Calls `job` after so many milliseconds; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  random: () => number
  /** A new policy is fetched within so many milliseconds of its being known: not by every bus of a city in the same second. */
  spreadMs: number
  uptime: () => number
  log: (message: string, error?: unknown) => void
}

/** A policy that could not be put in force is tried again so much later, or when the fleet wants another. */
const AGAIN_MS = 15 * 60_000

/** Follows the fleet's wishes: fetches the policy that each of its answers names, once, and remembers why one is not in force. */
export function createPolicyFollower(deps: FollowDeps) {
  let problem: (PolicyProblem & { atUptimeMs: number }) | null = null
  let callOff: (() => void) | null = null
  let running: Promise<void> | null = null

  async function follow(wanted: number): Promise<void> {
    try {
      const policy = await deps.pull(deps.running())
      note(policy ? await deps.adopt(policy) : null)
    } catch (error) {
      deps.log('the policy could not be fetched; the one before stays', error)
      note(problemWith(wanted, error))
    }
  }

  function note(found: PolicyProblem | null): void {
    problem = found && { ...found, atUptimeMs: deps.uptime() }
  }

  return {
    /** The fleet wants this version. */
    want(version: number): void {
      const isRunning = version === deps.running()
      if (isRunning) note(null)
      if (isRunning || callOff || running) return
      if (problem?.version === version && deps.uptime() - problem.atUptimeMs < AGAIN_MS) return
      callOff = deps.after(Math.round(deps.random() * deps.spreadMs), () => {
        callOff = null
        running = follow(version).finally(() => {
          running = null
        })
      })
    },
    problem: (): PolicyProblem | null => problem && { version: problem.version, reason: problem.reason },
    /** Resolves when nothing is being fetched or put in force. */
    idle: async (): Promise<void> => running ?? undefined,
    stop: () => callOff?.(),
  }
}
