import type { Policy } from '../../contract/policy.ts'
import type { FirewallRules } from './firewall.ts'

/** However full the bus, nobody gets less than this: enough for messages. Octets a second. */
const LEAST = 8_000

/**
 * What each client may use, from the policy and from how many clients are using the uplink right now. The uplink is shared out among
 * those who use it, so one rider alone gets all that the policy allows.
 */
export function fairRules(policy: Policy, activeClients: number): FirewallRules {
  const share = (uplink: number | null, client: number | null) => {
    const fair = uplink === null ? null : Math.max(LEAST, Math.floor(uplink / 8 / Math.max(1, activeClients)))
    const own = client === null ? null : Math.floor(client / 8)
    if (fair === null || own === null) return fair ?? own
    return Math.min(fair, own)
  }
  return {
    down: share(policy.uplinkRate.down, policy.clientRate.down),
    up: share(policy.uplinkRate.up, policy.clientRate.up),
    garden: policy.walledGarden.length > 0,
  }
}

/** Whether other rules are worth a change in the kernel: a fifth more or less, or of another kind. */
export function isWorthIt(before: FirewallRules, after: FirewallRules): boolean {
  const differs = (a: number | null, b: number | null) => {
    if (a === null || b === null) return a !== b
    return Math.abs(a - b) > 0.2 * a
  }
  return before.garden !== after.garden || differs(before.down, after.down) || differs(before.up, after.up)
}
