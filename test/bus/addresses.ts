/** Every address of a bus. All are private or documentation ranges, so nothing here names a real host. */

export const LAN = {
  gateway: '10.55.0.1',
  network: '10.55.0.0/22',
  prefix: 22,
  netmask: '255.255.252.0',
  poolFirst: '10.55.0.10',
  poolLast: '10.55.2.250',
  /** The phones of a crowd (crowd.ts) have 10.55.3.1 and on, outside the pool. */
  crowd: '10.55.3',
} as const

export const WAN = { gateway: '192.0.2.2', internet: '192.0.2.1', prefix: 24 } as const

/** The web host: every name leads to it unless INTERNET_NAMES says otherwise. */
export const WEB = '198.51.100.10'
/** Where a test puts the fleet API. */
export const FLEET = '198.51.100.80'
/** The resolver that the gateway forwards to. */
export const RESOLVER = '203.0.113.53'
/** A resolver that a phone may try on its own. */
export const OTHER_RESOLVER = '203.0.113.99'

/** Used only with the option `ipv6`. */
export const IPV6 = {
  lanGateway: '2001:db8:55::1',
  lanNetwork: '2001:db8:55::/64',
  wanGateway: '2001:db8:2::2',
  wanInternet: '2001:db8:2::1',
  web: '2001:db8:100::10',
} as const

export const INTERNET_NAMES = { 'fleet.test': FLEET } as const

/** TCP and UDP echo on the web host. */
export const ECHO_PORT = 7

/** Title of the page that the internet host serves at `/`. */
export const INTERNET_TITLE = 'The internet of the test'

/** A locally administered MAC address for a phone: its number in the last two octets. */
export function macOf(phone: number): string {
  const hex = (octet: number) => octet.toString(16).padStart(2, '0')
  return `02:ab:0d:00:${hex(phone >> 8)}:${hex(phone & 0xff)}`
}
