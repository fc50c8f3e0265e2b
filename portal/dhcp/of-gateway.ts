import type { Policy } from '../../contract/policy.ts'
import type { PortalConfig } from '../config.ts'
import { SETS, TABLE } from '../firewall/ruleset.ts'
import type { Lan } from '../lan.ts'
import { readText } from '../read-text.ts'
import { hasCarrier, hasDefaultRoute } from '../uplink/interface.ts'
import { dnsmasqCommand } from './command.ts'
import { createDnsmasq, type Dnsmasq, type DnsmasqDeps } from './dnsmasq.ts'
import { upstreamResolvFile } from './resolv.ts'

/** The dnsmasq of this gateway, not started yet; null where it has no riders' side. */
export function dnsmasqOf(
  { lanInterface, wanInterface, dataDir }: PortalConfig,
  { address, prefixLength }: Lan,
  { policy, hostname, apiUrl }: Pick<DnsmasqDeps['settings'], 'hostname' | 'apiUrl'> & { policy: Policy },
  { now, after, log }: Pick<DnsmasqDeps, 'now' | 'after' | 'log'>,
): Dnsmasq | null {
  if (address === null) return null
  const settings = {
    lanInterface,
    address,
    prefixLength,
    hostname,
    apiUrl,
    resolvFile: upstreamResolvFile(readText),
    policy,
    uplinkUp: hasCarrier(wanInterface) && hasDefaultRoute(wanInterface),
    nftTable: TABLE,
    gardenSet: SETS.garden,
  }
  return createDnsmasq({ command: dnsmasqCommand(after), settings, dataDir, now, after, log })
}
