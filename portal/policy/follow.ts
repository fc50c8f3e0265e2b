import type { Policy } from '../../contract/policy.ts'
import { createFollower, type FollowerDeps } from '../follow.ts'
import { type PolicyProblem, problemWith } from './adopt.ts'

export interface FollowDeps extends Omit<FollowerDeps<number>, 'follow'> {
  /** Asks the fleet; null: it is the one that runs. Throws where there is no usable answer. */
  pull: (running: number) => Promise<Policy | null>
  adopt: (policy: Policy) => Promise<PolicyProblem | null>
  log: (message: string, error?: unknown) => void
}

/** Follows the fleet's wishes: fetches the policy that each of its answers names, once, and remembers why one is not in force. */
export function createPolicyFollower({ pull, adopt, log, ...deps }: FollowDeps) {
  let problem: PolicyProblem | null = null

  async function follow(wanted: number): Promise<boolean> {
    try {
      const policy = await pull(deps.running())
      problem = policy ? await adopt(policy) : null
    } catch (error) {
      log('the policy could not be fetched; the one before stays', error)
      problem = problemWith(wanted, error)
    }
    return problem === null
  }
  const follower = createFollower({ ...deps, follow })

  return {
    ...follower,
    /** The fleet wants this version. */
    want(version: number): void {
      if (version === deps.running()) problem = null
      follower.want(version)
    },
    problem: (): PolicyProblem | null => problem,
  }
}
