import { readFileSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { parseIpv4 } from './clients/client.ts'
import type { PortalConfig } from './config.ts'

/** The gateway's place on the riders' side. */
export interface Lan {
  /** Its own IPv4 address; null where nothing is enforced. */
  address: string | null
  prefixLength: number
  /** The portal's own address as riders see it, without a slash at its end. */
  origin: string
  /** Host names, without a port, that are the portal's own. */
  ownHosts: Set<string>
}

/** Reads the gateway's address from its interface. Throws where it has none. */
export function readLan(config: PortalConfig): Lan {
  if (config.enforcement === 'none') {
    const own = [config.hostname, 'localhost', '127.0.0.1', '[::1]'].filter((name) => name !== null)
    const origin = `http://${config.hostname ?? 'localhost'}:${config.httpPort}`
    return { address: null, prefixLength: 8, origin, ownHosts: new Set(own) }
  }
  const entries = networkInterfaces()[config.lanInterface] ?? []
  const entry = entries.find(({ address }) => parseIpv4(address) !== null)
  if (!entry) throw new Error(`PORTAL_LAN_INTERFACE ${config.lanInterface} has no IPv4 address: give it one first`)
  const { address } = entry
  return {
    address,
    prefixLength: Number(entry.cidr?.split('/')[1] ?? 24),
    origin: `http://${config.hostname ?? address}`,
    ownHosts: new Set([config.hostname, address].filter((name) => name !== null)),
  }
}

const IP_FORWARD = '/proc/sys/net/ipv4/ip_forward'

/** Whether the kernel forwards at all; null: it does not say. */
export function isForwarding(): boolean | null {
  try {
    return readFileSync(IP_FORWARD, 'utf8').trim() === '1'
  } catch {
    return null
  }
}

/** Lets the kernel forward at all. Only to be called behind closed rules. */
export function allowForwarding(log: (message: string, error?: unknown) => void): void {
  forgetSooner(log)
  // Set by abordo-closed.service, where there is one: the portal of a package may not write there itself.
  if (isForwarding()) return
  try {
    writeFileSync(IP_FORWARD, '1')
  } catch (error) {
    log('riders will have no internet: net.ipv4.ip_forward could not be set; set it to 1', error)
  }
}

const ESTABLISHED = '/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established'
/** The least that RFC 5382 (REQ-5) allows for an idle TCP connection: 2 hours and 4 minutes. */
const IDLE_CONNECTION_S = 7440

/**
 * Riders get off without a goodbye, and the kernel would remember each of their connections for five days: its table fills on a busy
 * line, and then nobody gets a new one. Whoever has set less keeps it.
 */
function forgetSooner(log: (message: string, error?: unknown) => void): void {
  try {
    if (Number(readFileSync(ESTABLISHED, 'utf8')) > IDLE_CONNECTION_S)
      writeFileSync(ESTABLISHED, String(IDLE_CONNECTION_S))
  } catch (error) {
    log(`connections that nobody ends stay in the kernel's table: set ${ESTABLISHED} to ${IDLE_CONNECTION_S}`, error)
  }
}
