import type { Policy } from '../../contract/policy.ts'
import { fairRules } from '../firewall/fair-share.ts'
import type { FirewallRules } from '../firewall/firewall.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { PolicyStore } from './store.ts'

export interface AdoptDeps {
  store: PolicyStore
  sessions: Sessions
  setRules: (rules: FirewallRules) => Promise<void>
  /** What names the riders get answered: walled garden and blocked names. */
  setNames: (policy: Policy) => Promise<void>
  log: (message: string, error?: unknown) => void
}

/**
 * Puts a policy in force, for running sessions too, without dropping anybody. Where a part cannot be applied, the parts before it are
 * put back and the old policy stays. True: it is in force.
 */
export async function adoptPolicy(
  next: Policy,
  { store, sessions, setRules, setNames, log }: AdoptDeps,
): Promise<boolean> {
  const before = store.current()
  const active = sessions.connected()
  try {
    await setRules(fairRules(next, active))
    await setNames(next)
    await sessions.adopt(next)
  } catch (error) {
    log(`policy ${next.version} could not be applied; policy ${before.version} stays`, error)
    await setRules(fairRules(before, active))
    await setNames(before)
    return false
  }
  store.keep(next)
  log(`policy ${next.version} is in force`)
  return true
}
