import type { FirewallState, Octets } from '../../portal/firewall/firewall.ts'
import { unenforcedFirewall } from '../../portal/firewall/none.ts'

export type Kernel = ReturnType<typeof createKernel>

/**
 * The kernel of one boot of a simulated gateway: it lets clients through and counts their octets, and it outlives the portal's
 * process as a real one does. `totals`: everything that it ever let through, which no program can have tampered with.
 */
export function createKernel(uptime: () => number) {
  const firewall = unenforcedFirewall(uptime)
  const totals: Octets = { input: 0, output: 0 }
  return {
    firewall,
    totals,
    /** Traffic of a client: counted where it is let through. */
    async carry(ip: string, octets: Octets): Promise<void> {
      const { clients, octets: counters } = (await firewall.read()) as FirewallState
      if (!clients.has(ip) || !counters.has(ip)) return
      firewall.count(ip, octets)
      totals.input += octets.input
      totals.output += octets.output
    },
  }
}
