import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { fairRules } from './fair-share.ts'
import { installCommands, type RulesetConfig } from './ruleset.ts'

/**
 * The portal's own rules with nobody let through, for the time before the portal runs. The portal takes them over as they stand: it
 * adds to the same table, and clients that are in it stay in it.
 */
export function closedRuleset(config: RulesetConfig): string {
  const why = '# Written by "abordo setup": nobody passes until the portal says so. What is changed here is lost.\n'
  // Nothing listens yet: the portal opens HTTPS once it has a certificate (of-gateway.ts).
  return why + installCommands({ ...config, httpsPort: null }, fairRules(DEFAULT_POLICY, 0))
}
