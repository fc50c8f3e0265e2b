import type { Policy } from '../../contract/policy.ts'
import type { Clock } from '../clock.ts'
import { fairRules, isWorthIt } from '../firewall/fair-share.ts'
import type { FirewallRules } from '../firewall/firewall.ts'
import { octetsSince } from './rules.ts'
import type { Sessions } from './sessions.ts'

/** A client that moved fewer octets than this since the last look is not using the uplink, only keeping in touch. */
const ACTIVE_OCTETS = 4_000

export interface EnforcerDeps {
  sessions: Sessions
  policy: () => Policy
  clock: Clock
  /** The rules in force, and what puts others in force. */
  rules: () => FirewallRules
  setRules: (rules: FirewallRules) => Promise<void>
}

/**
 * Ends sessions that are over their time, their quota or idle, and shares the uplink out among who uses it. To be asked every two
 * seconds. It reads the kernel each time, so rules that somebody has flushed are back within that time, too.
 */
export function createEnforcer({ sessions, policy, clock, rules, setRules }: EnforcerDeps) {
  let last = new Map<string, { input: number; total: number; activeUptimeMs: number }>()

  return async function look(): Promise<void> {
    const { rows, active } = await sessions.counting((state) => {
      const uptime = clock.uptime()
      const seen: typeof last = new Map()
      let using = 0
      const live = sessions.all().map((row) => {
        const since = octetsSince(row, state.octets.get(row.clientIp))
        const input = row.inputOctets + since.input
        const output = row.outputOctets + since.output
        const before = last.get(row.sessionId)
        if (input + output - (before?.total ?? 0) >= ACTIVE_OCTETS) using += 1
        const activeUptimeMs = input > (before?.input ?? 0) ? uptime : (before?.activeUptimeMs ?? row.activeUptimeMs)
        seen.set(row.sessionId, { input, total: input + output, activeUptimeMs })
        return { ...row, inputOctets: input, outputOctets: output, activeUptimeMs }
      })
      last = seen
      return { rows: live, active: using }
    })
    await sessions.expire(rows)
    const fair = fairRules(policy(), active)
    if (isWorthIt(rules(), fair)) await setRules(fair)
  }
}
