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
    const rules = fairRules(next, active)
    // A garden that is closed for a moment forgets the addresses of names that are no longer in it.
    const isSmaller = before.walledGarden.some((name) => !next.walledGarden.includes(name))
    if (isSmaller) await setRules({ ...rules, garden: false })
    await setRules(rules)
    await setNames(next)
    await sessions.adopt(next)
  } catch (error) {
    log(`policy ${next.version} could not be applied; policy ${before.version} stays`, error)
    const putBack = [() => setRules(fairRules(before, active)), () => setNames(before)]
    for (const part of putBack)
      await part().catch((failure) => log('a part of the old policy could not be put back', failure))
    return false
  }
  store.keep(next)
  log(`policy ${next.version} is in force`)
  return true
}
