import { accessSync, constants, existsSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { ConfigError, readSettings, type Settings } from '../contract/settings.ts'
import { ITXPT_PORT } from './position/itxpt.ts'

const HTTPS_PORT = 8443
const port = z.coerce.number().int().min(1).max(65_535)
// Interface names go into nft's rules: only what Linux itself allows and nft needs no quoting for. IFNAMSIZ is 16.
export const interfaceName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/)
export const hostname = z
  .string()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/)
export const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

/** Read by deploy/settings-reference.ts too. */
export const variables = {
  PORTAL_LAN_INTERFACE: [interfaceName.optional(), 'the name of the riders\' interface, such as "wlan0"'],
  PORTAL_WAN_INTERFACE: [interfaceName.optional(), 'the name of the uplink\'s interface, such as "wwan0"'],
  PORTAL_HTTP_PORT: [port.default(8081), 'a port number from 1 to 65535'],
  PORTAL_HTTPS_PORT: [port.optional(), 'a port number from 1 to 65535'],
  PORTAL_TLS_CERT: [z.string().optional(), 'the path of a PEM file'],
  PORTAL_TLS_KEY: [z.string().optional(), 'the path of a PEM file'],
  PORTAL_HOSTNAME: [hostname.optional(), 'a host name such as "wifi.example.mx"'],
  PORTAL_DATA_DIR: [z.string().min(1).default('./data/gateway'), 'a folder that the portal may write to'],
  PORTAL_FLEET_URL: [httpUrl.optional(), 'an address such as "https://fleet.example.mx"'],
  PORTAL_ENFORCEMENT: [z.enum(['nftables', 'none']).default('nftables'), '"nftables", or "none" for a laptop'],
  PORTAL_DHCP: [z.enum(['dnsmasq', 'none']).default('dnsmasq'), '"dnsmasq", or "none" where you run your own'],
  PORTAL_GPSD: [
    z
      .string()
      .regex(/^[^\s:]+:\d{1,5}$/)
      .optional(),
    'host and port, such as "127.0.0.1:2947"',
  ],
  PORTAL_ITXPT: [
    z
      .string()
      .regex(/^[^\s:]+(:\d{1,5})?$/)
      .refine((text) => isIPv4(text.split(':')[0] ?? ''))
      .optional(),
    'the address of this machine in the vehicle\'s ITxPT network, such as "192.0.2.7"',
  ],
  PORTAL_SIGN_ON: [
    z
      .string()
      .regex(/^[^\s:]+:\d{1,5}$/)
      // Of all addresses one is the riders'.
      .refine((text) => !/^(0\.0\.0\.0|\*):/.test(text))
      .optional(),
    'the one address and port at which the driver\'s console signs on, such as "127.0.0.1:8083"',
  ],
  PORTAL_OUTBOX_OCTETS: [
    z.coerce.number().int().min(1_000_000).default(200_000_000),
    'how much of the disk reports may take, in octets, 1000000 or more',
  ],
  PORTAL_RELEASE_KEY: [
    z.string().min(1).default('/usr/lib/abordo/release.pub'),
    'the path of the public key (PEM) that releases are signed with',
  ],
  PORTAL_VERSIONS_DIR: [
    z.string().min(1).default('/var/lib/abordo-versions'),
    "the folder of root's with the versions",
  ],
  PORTAL_ACCOUNTING_INTERVAL_S: [z.coerce.number().int().min(1).max(3600).default(60), 'seconds from 1 to 3600'],
} as const satisfies Settings

export interface PortalConfig {
  enforcement: 'nftables' | 'none'
  /** Empty where nothing is enforced. */
  lanInterface: string
  wanInterface: string
  httpPort: number
  /** Null: no HTTPS, whatever certificate there is. */
  httpsPort: number | null
  hostname: string | null
  dataDir: string
  fleetUrl: string | null
  /** Whether the portal runs dnsmasq itself. */
  dhcp: 'dnsmasq' | 'none'
  /** The operator's own PEM files; null: by the fleet's certificate, where it has one. */
  tls: { cert: string; key: string } | null
  accountingIntervalS: number
  /** How much of the disk the reports may take that wait for the fleet. */
  outboxOctets: number
  /** Host and port of gpsd; null: this gateway has none. */
  gpsd: { host: string; port: number } | null
  /** Where the vehicle's ITxPT network is listened to; null: nowhere. */
  itxpt: { host: string; port: number } | null
  /** Where the sign-on API listens; null: nowhere. */
  signOn: { host: string; port: number } | null
  /** The key that releases are checked with, and root's folder of versions; null: this program is not upgraded. */
  upgrades: { releaseKey: string; versions: string } | null
}

/**
 * Reads the portal's settings. Throws ConfigError: one line that names the variable and says what it takes. `interfacesThere` false:
 * the riders' interface may come later, as before the network is up.
 */
export function readPortalConfig(
  env: Record<string, string | undefined>,
  { interfacesThere = true }: { interfacesThere?: boolean } = {},
): PortalConfig {
  const unknown = Object.keys(env).find((name) => name.startsWith('PORTAL_') && !Object.hasOwn(variables, name))
  if (unknown) throw new ConfigError(`${unknown} is not a setting of the portal: see abordo portal --help`)

  const read = readSettings(variables, env)
  const enforcement = read.PORTAL_ENFORCEMENT
  const lanInterface = read.PORTAL_LAN_INTERFACE ?? ''
  const wanInterface = read.PORTAL_WAN_INTERFACE ?? ''
  if (enforcement === 'nftables') {
    if (!lanInterface)
      throw new ConfigError(`PORTAL_LAN_INTERFACE is not set: write ${variables.PORTAL_LAN_INTERFACE[1]}`)
    if (!wanInterface)
      throw new ConfigError(`PORTAL_WAN_INTERFACE is not set: write ${variables.PORTAL_WAN_INTERFACE[1]}`)
    if (lanInterface === wanInterface)
      throw new ConfigError(`PORTAL_WAN_INTERFACE is "${wanInterface}": write another than PORTAL_LAN_INTERFACE`)
    // The uplink may come later (a modem that still starts); the riders' interface has to be there.
    if (interfacesThere && !existsSync(`/sys/class/net/${lanInterface}`))
      throw new ConfigError(
        `PORTAL_LAN_INTERFACE is "${lanInterface}": there is no such interface here; "ip link" shows those that are`,
      )
  }
  const tls = readTls(read.PORTAL_TLS_CERT, read.PORTAL_TLS_KEY)
  return {
    enforcement,
    lanInterface,
    wanInterface,
    httpPort: read.PORTAL_HTTP_PORT,
    // On a gateway it is ready for the certificate that the fleet may hand out.
    httpsPort: read.PORTAL_HTTPS_PORT ?? (tls || enforcement === 'nftables' ? HTTPS_PORT : null),
    hostname: read.PORTAL_HOSTNAME ?? null,
    dataDir: read.PORTAL_DATA_DIR,
    fleetUrl: read.PORTAL_FLEET_URL ?? null,
    dhcp: enforcement === 'none' ? 'none' : read.PORTAL_DHCP,
    tls,
    accountingIntervalS: read.PORTAL_ACCOUNTING_INTERVAL_S,
    outboxOctets: read.PORTAL_OUTBOX_OCTETS,
    gpsd: readHostAndPort(read.PORTAL_GPSD),
    itxpt: notRiders('PORTAL_ITXPT', readHostAndPort(read.PORTAL_ITXPT, ITXPT_PORT), lanInterface),
    signOn: notRiders('PORTAL_SIGN_ON', readHostAndPort(read.PORTAL_SIGN_ON), lanInterface),
    // Only a package brings a key.
    upgrades: existsSync(read.PORTAL_RELEASE_KEY)
      ? { releaseKey: read.PORTAL_RELEASE_KEY, versions: read.PORTAL_VERSIONS_DIR }
      : null,
  }
}

interface HostAndPort {
  host: string
  port: number
}

/** What riders must not speak to may not be on their side. */
function notRiders(
  name: 'PORTAL_ITXPT' | 'PORTAL_SIGN_ON',
  at: HostAndPort | null,
  lanInterface: string,
): HostAndPort | null {
  const isRiders = networkInterfaces()[lanInterface]?.some(({ address }) => address === at?.host)
  if (isRiders)
    throw new ConfigError(`${name} is "${at?.host}", which is the riders' side: write ${variables[name][1]}`)
  return at
}

function readHostAndPort(setting: string | undefined, usualPort = 0): HostAndPort | null {
  if (setting === undefined) return null
  const [host = '', port = usualPort] = setting.split(':')
  return { host, port: Number(port) }
}

function readTls(cert: string | undefined, key: string | undefined): PortalConfig['tls'] {
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined)
    throw new ConfigError(
      `${cert === undefined ? 'PORTAL_TLS_CERT' : 'PORTAL_TLS_KEY'} is not set: HTTPS needs both certificate and key`,
    )
  for (const [name, file] of [
    ['PORTAL_TLS_CERT', cert],
    ['PORTAL_TLS_KEY', key],
  ] as const) {
    try {
      accessSync(file, constants.R_OK)
    } catch {
      throw new ConfigError(`${name} is "${file}": there is no such file that may be read`)
    }
  }
  return { cert, key }
}
