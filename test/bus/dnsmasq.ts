import { INTERNET_NAMES, IPV6, LAN, OTHER_RESOLVER, RESOLVER, WEB } from './addresses.ts'

/** In the foreground, reading nothing of this machine's own set-up, without changing user (its files are in our folder). */
const ALONE = [
  '--keep-in-foreground',
  '--conf-file=/dev/null',
  '--no-hosts',
  '--no-resolv',
  '--user=root',
  '--group=root',
  '--pid-file=',
  '--log-facility=-',
  '--bind-interfaces',
]

/** The internet's DNS: every name leads to the web host, but for those of INTERNET_NAMES. */
export function internetDnsArgs(ipv6: boolean): string[] {
  return [
    ...ALONE,
    `--listen-address=${RESOLVER},${OTHER_RESOLVER}`,
    '--no-dhcp-interface=wan0',
    `--address=/#/${WEB}`,
    ...Object.entries(INTERNET_NAMES).map(([name, address]) => `--address=/${name}/${address}`),
    ...(ipv6 ? [`--address=/six.test/${IPV6.web}`] : []),
    '--local-ttl=1',
    '--log-queries',
  ]
}

/** The gateway's: DHCP for the phones, and DNS that forwards to the internet's. */
export function gatewayDnsmasqArgs(leaseFile: string, more: string[]): string[] {
  return [
    ...ALONE,
    '--interface=lan0',
    '--except-interface=lo',
    `--dhcp-range=${LAN.poolFirst},${LAN.poolLast},${LAN.netmask},1h`,
    `--dhcp-leasefile=${leaseFile}`,
    '--dhcp-authoritative',
    '--no-ping', // it would wait 3 s before each offer
    `--server=${RESOLVER}`,
    '--log-queries',
    ...more,
  ]
}

export const DNSMASQ_STARTED = /dnsmasq.*started/
