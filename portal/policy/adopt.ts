import type { Policy } from '../../contract/policy.ts'
import type { Report } from '../../contract/report.ts'
import { fairRules } from '../firewall/fair-share.ts'
import type { FirewallRules } from '../firewall/firewall.ts'
import { scrub } from '../problems/scrub.ts'
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

/** A policy that the fleet wants and that is not in force, and why, in one line; it travels in the reports. */
export type PolicyProblem = NonNullable<Report['policyProblem']>

/**
 * Puts a policy in force, for running sessions too, without dropping anybody. Where a part cannot be applied, the parts before it are
 * put back, the old policy stays, and the reason is returned. Null: it is in force.
 */
export async function adoptPolicy(
  next: Policy,
  { store, sessions, setRules, setNames, log }: AdoptDeps,
): Promise<PolicyProblem | null> {
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
    return problemWith(next.version, error)
  }
  store.keep(next)
  log(`policy ${next.version} is in force`)
  return null
}

/** What the fleet gets to read: one line, and no address of a client, which an error of the firewall's could name. */
export function problemWith(version: number, error: unknown): PolicyProblem {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
  return { version, reason: scrub(line).slice(0, 200) || 'failed without a reason' }
}
