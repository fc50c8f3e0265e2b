import type { Policy } from '../../contract/policy.ts'
import { poolOf } from './pool.ts'

/** What dnsmasq's configuration is made from. */
export interface DnsmasqSettings {
  lanInterface: string
  /** The gateway's own on the LAN. */
  address: string
  prefixLength: number
  /** The portal's name, where it has one. */
  hostname: string | null
  /** What phones are told by option 114; see captivePortalApiUrl. */
  apiUrl: string | null
  /** Absolute, as all paths here: dnsmasq changes to `/`. */
  leaseFile: string
  pidFile: string
  /** Names the upstream servers; dnsmasq follows its changes. See upstreamResolvFile. */
  resolvFile: string
  policy: Pick<Policy, 'walledGarden' | 'blockedNames'>
  uplinkUp: boolean
  /** Table (inet) and set that take the addresses of the walled garden. */
  nftTable: string
  gardenSet: string
}

/** Riders come and go within minutes. */
const LEASE = '30m'
/** Of what the gateway answers by itself: the next bus has another address for it, and an uplink may be back at once. */
const OWN_TTL_S = 2
/** Phones and dnsmasq ask again after this long, so that an address is in the walled garden's set when it is used. */
const LONGEST_TTL_S = 300
/**
 * A name of the internet that leads into a private network is an attack (DNS rebinding, on the modem's own pages for one) or a
 * mistake. Not dnsmasq's stop-dns-rebind, which writes each such name to the log, and counts documentation ranges as private.
 */
const PRIVATE = ['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`)
const INTERFACE = /^[A-Za-z0-9_.-]{1,15}$/
const NFT_WORD = /^[a-z_]{1,30}$/
const API_URL = /^https:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?\/captive-portal\/api$/
// dnsmasq reads quotes, backslashes and # its own way.
const PATH = /^\/[^\p{Cc}"\\#]{0,1000}$/u

/**
 * dnsmasq's configuration: DHCP and DNS for the LAN and for nothing else. IPv6 is fully closed there, so no address of it is
 * answered and no router advertisement is sent, which leaves nothing for RFC 8910's option of those to stand in.
 */
export function dnsmasqConfig(settings: DnsmasqSettings): string {
  const lines = [...base(settings), ...dhcp(settings), ...dns(settings)]
  return ['# Written by "abordo portal": what is changed here is lost.', ...lines].map((line) => `${line}\n`).join('')
}

/** RFC 8908 wants HTTPS, with a certificate that phones trust, so for a name: without these, phones are told nothing. */
export function captivePortalApiUrl(hostname: string | null, httpsPort: number | null): string | null {
  // No port: the firewall leads 443 to where the portal listens.
  return hostname === null || httpsPort === null ? null : `https://${hostname}/captive-portal/api`
}

function base(settings: DnsmasqSettings): string[] {
  return [
    `interface=${checked('riders’ interface', INTERFACE, settings.lanInterface)}`,
    'except-interface=lo',
    // The interface may go and come back, as a radio's does when it is set up anew.
    'bind-dynamic',
    `pid-file=${checked('pid file', PATH, settings.pidFile)}`,
    // To standard error, which the portal gives to nobody: dnsmasq names the phones that it refuses, also when it is quiet.
    'log-facility=-',
    'quiet-dhcp',
  ]
}

function dhcp({ address, prefixLength, leaseFile, apiUrl }: DnsmasqSettings): string[] {
  const pool = poolOf(address, prefixLength)
  return [
    `dhcp-range=${pool.first},${pool.last},${pool.netmask},${LEASE}`,
    `dhcp-lease-max=${pool.size}`,
    `dhcp-leasefile=${checked('lease file', PATH, leaseFile)}`,
    'dhcp-authoritative',
    'dhcp-rapid-commit',
    // It would hold each offer back to see whether somebody answers to the address; phones look themselves.
    'no-ping',
    // A phone's name is a person's, more often than not.
    'dhcp-ignore-names',
    `dhcp-option=option:router,${address}`,
    `dhcp-option=option:dns-server,${address}`,
    ...(apiUrl === null ? [] : [`dhcp-option=114,${checked('captive portal API', API_URL, apiUrl)}`]),
  ]
}

function dns(settings: DnsmasqSettings): string[] {
  const { address, hostname } = settings
  return [
    'no-hosts',
    'no-ident',
    'filter-AAAA',
    `local-ttl=${OWN_TTL_S}`,
    ...(hostname === null ? [] : ownName(checked('portal’s name', NAME, hostname), address)),
    ...(settings.uplinkUp ? forwarded(settings) : everyNameIsOurs(address)),
  ]
}

/** `local` answers what is not an address (HTTPS records, IPv6) with nothing; else it would be asked upstream. */
function ownName(name: string, address: string): string[] {
  return [`address=/${name}/${address}`, `local=/${name}/`]
}

/** Without an uplink every name leads to the portal, which says what is wrong. */
function everyNameIsOurs(address: string): string[] {
  return ['no-resolv', ...ownName('#', address)]
}

function forwarded(settings: DnsmasqSettings): string[] {
  const { hostname, policy } = settings
  const set = `${checked('table', NFT_WORD, settings.nftTable)}#${checked('set', NFT_WORD, settings.gardenSet)}`
  const blocked = namesOf(policy.blockedNames).filter((name) => name !== hostname)
  const garden = namesOf(policy.walledGarden).filter((name) => name !== hostname)
  return [
    `resolv-file=${checked('list of name servers', PATH, settings.resolvFile)}`,
    'domain-needed',
    'bogus-priv',
    ...PRIVATE.map((network) => `bogus-nxdomain=${network}`),
    'cache-size=2000',
    `max-ttl=${LONGEST_TTL_S}`,
    `max-cache-ttl=${LONGEST_TTL_S}`,
    // 150 by itself, which a full bus passes when it boards in a dead spot; dnsmasq then refuses everybody.
    'dns-forward-max=1000',
    'edns-packet-max=1232',
    ...blocked.map((name) => `address=/${name}/`),
    ...garden.map((name) => `nftset=/${name}/4#inet#${set}`),
  ]
}

/** The policy's schema has refused what is no name; should one come by another way, it is left out and harms no other. */
function namesOf(names: string[]): string[] {
  return [...new Set(names)].filter((name) => NAME.test(name))
}

function checked(what: string, form: RegExp, value: string): string {
  if (!form.test(value))
    throw new Error(`the ${what} cannot stand in dnsmasq's configuration: ${JSON.stringify(value)}`)
  return value
}
