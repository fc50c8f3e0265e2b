import type { PortalConfig } from '../config.ts'
import type { Firewall } from './firewall.ts'
import { heldNft } from './held-nft.ts'
import { nftCommand } from './nft.ts'
import { nftablesFirewall } from './nftables.ts'
import { unenforcedFirewall } from './none.ts'
import type { RulesetConfig } from './ruleset.ts'

/** The firewall of this gateway, not installed yet; and what of the machine its next rules let riders reach, HTTPS not yet. */
export function firewallOf(
  config: PortalConfig,
  { uptime, after }: { uptime: () => number; after: (ms: number, job: () => void) => () => void },
): { firewall: Firewall; reach: RulesetConfig } {
  const reach: RulesetConfig = { ...config, httpsPort: null }
  const firewall =
    config.enforcement === 'nftables'
      ? nftablesFirewall(reach, heldNft({ once: nftCommand(), after }))
      : unenforcedFirewall(uptime)
  return { firewall, reach }
}
