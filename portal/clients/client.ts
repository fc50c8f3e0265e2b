import { AbordoError } from '../../contract/problem.ts'

/** A device on the gateway's LAN, by its two addresses, both in canonical form: the only form that reaches nft. */
export interface Client {
  mac: string
  ip: string
}

/** Finds the client behind a connection by its source address. Null: no such device on the LAN. */
export interface ClientFinder {
  find(remoteAddress: string): Client | null
}

/** Canonical IPv4 of `text` (an IPv4-mapped IPv6 address counts); null where it is not one. */
export function parseIpv4(text: string): string | null {
  const bare = text.startsWith('::ffff:') ? text.slice(7) : text
  const parts = bare.split('.')
  if (parts.length !== 4) return null
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null
  }
  return bare
}

/** Canonical MAC (lower case, colons) of `text`; null where it is none, or a group or zero address, which no device has. */
export function parseMac(text: string): string | null {
  const mac = text.toLowerCase()
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) || mac === '00:00:00:00:00:00') return null
  return Number.parseInt(mac.slice(0, 2), 16) & 1 ? null : mac
}

/** The client, or the error that its absence is. */
export function requireClient(finder: ClientFinder, remoteAddress: string): Client {
  const client = finder.find(remoteAddress)
  if (!client) throw new AbordoError('client-unknown')
  return client
}
