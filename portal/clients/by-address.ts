import { type ClientFinder, parseIpv4 } from './client.ts'

/** For a laptop (`PORTAL_ENFORCEMENT=none`): no neighbour table to ask, so each source address is a client, with a local MAC made from it. */
export function byAddress(): ClientFinder {
  return {
    find(remoteAddress) {
      const ip = parseIpv4(remoteAddress === '::1' ? '127.0.0.1' : remoteAddress)
      if (!ip) return null
      const octets = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
      return { ip, mac: `02:00:${octets.join(':')}` }
    },
  }
}
