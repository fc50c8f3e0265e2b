import { hash } from 'node:crypto'
import { type ClientFinder, parseIpv4 } from './client.ts'

/**
 * For a laptop (`PORTAL_ENFORCEMENT=none`): no neighbour table to ask, so each source address is a client, with a local MAC made from it. `network`: where
 * gateways of one fleet have the same addresses, those of another one are other clients.
 */
export function byAddress(network = ''): ClientFinder {
  const prefix = prefixOf(network)
  return {
    find(remoteAddress) {
      const ip = parseIpv4(remoteAddress === '::1' ? '127.0.0.1' : remoteAddress)
      if (!ip) return null
      const octets = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
      return { ip, mac: `${prefix}:${octets.join(':')}` }
    },
  }
}

/** The first two octets of a locally administered address of one device. */
function prefixOf(network: string): string {
  if (network === '') return '02:00'
  const [first = 0, second = 0] = hash('sha256', network, 'buffer')
  return [(first & 0xfc) | 0x02, second].map((octet) => octet.toString(16).padStart(2, '0')).join(':')
}
