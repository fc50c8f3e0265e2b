import type { Client } from '../clients/client.ts'
import type { FirewallRules, Grant } from './firewall.ts'

/** Names and ports that the rules are made from. Interface names are checked by config, so they need no quoting beyond nft's own. */
export interface RulesetConfig {
  lanInterface: string
  wanInterface: string
  httpPort: number
  httpsPort: number | null
}

export const TABLE = 'abordo'
export const SETS = {
  /** Who may pass, by MAC and IP together: a copied MAC with another IP passes nothing. The kernel ends each element. */
  clients: 'clients',
  /** The same by IP, for packets towards the rider, which carry no MAC yet when they are forwarded. */
  clientIps: 'client_ips',
  // Counters apart from the gate and without a time-out: an element that the kernel ends would take its count with it.
  input: 'octets_input',
  output: 'octets_output',
  /** Addresses of the walled garden; dnsmasq adds them as names are looked up. */
  garden: 'garden',
  // A token bucket for each client, made by the kernel at the client's first packet.
  rateUp: 'rate_up',
  rateDown: 'rate_down',
  /** Names asked by clients without a session: enough to look things up, too few to tunnel through. */
  rateNames: 'rate_names',
  /** Connections to the portal that each client has open. */
  connections: 'connections',
} as const

/** The kernel's bucket holds one second of the rate, and this: room for one packet as offloading makes them. */
const BURST_OCTETS = 65_536

/** A phone that joins asks for a dozen names at once; a tunnel asks for hundreds, each second. */
const NAMES_PER_SECOND = 30

/** Connections of one client to the portal; a browser opens six. The kernel refuses more before the portal has to look at them. */
const CONNECTIONS = 128

/**
 * The whole ruleset as one nft transaction: closed by default, one table of ours. The sets of clients and counters are added, never
 * flushed, so riders live through it; chains are flushed and filled again in the same transaction, so no packet sees them empty.
 */
export function installCommands(config: RulesetConfig, rules: FirewallRules): string {
  const lan = `"${config.lanInterface}"`
  const wan = `"${config.wanInterface}"`
  const portalPorts = config.httpsPort ? `{ ${config.httpPort}, ${config.httpsPort} }` : `${config.httpPort}`
  const { clients, clientIps, input, output, garden, rateUp, rateDown, rateNames, connections } = SETS
  const notGarden = rules.garden ? ` ip daddr != @${garden}` : ''
  const notClient = `ether saddr . ip saddr != @${clients}`
  const chains: Record<string, { hook: string; rules: string[] }> = {
    forward: {
      hook: 'type filter hook forward priority filter; policy drop;',
      rules: [
        `iifname != ${lan} oifname != ${lan} accept comment "not ours"`,
        // Over the limit: dropped before it is counted, since the rider did not get it.
        ...limitRule(`iifname ${lan} oifname ${wan} ip saddr @${clientIps}`, rateUp, 'ip saddr', rules.up),
        ...limitRule(`iifname ${wan} oifname ${lan} ip daddr @${clientIps}`, rateDown, 'ip daddr', rules.down),
        `iifname ${lan} oifname ${wan} ether saddr . ip saddr @${clients} ip saddr @${input} accept`,
        `iifname ${wan} oifname ${lan} ct state established,related ip daddr @${clientIps} ip daddr @${output} accept`,
        ...(rules.garden
          ? [
              // What is used stays reachable: a phone may know an address for longer than the set does.
              `iifname ${lan} oifname ${wan} ip daddr @${garden} update @${garden} { ip daddr timeout 1h } accept`,
              `iifname ${wan} oifname ${lan} ct state established,related ip saddr @${garden} accept`,
            ]
          : []),
        // An answer at once, not silence: a phone whose HTTPS is refused asks for the portal sooner.
        `iifname ${lan} meta l4proto tcp reject with tcp reset`,
        `iifname ${lan} reject with icmpx admin-prohibited`,
      ],
    },
    input: {
      hook: 'type filter hook input priority filter; policy accept;',
      rules: [
        `iifname != ${lan} accept comment "not ours"`,
        'ct state established,related accept',
        `${notClient} udp dport 53 update @${rateNames} { ip saddr limit rate over ${NAMES_PER_SECOND}/second burst 100 packets } drop`,
        'udp dport { 53, 67 } accept',
        `tcp dport 53 accept`,
        `tcp dport ${portalPorts} ct state new add @${connections} { ip saddr ct count over ${CONNECTIONS} } reject with tcp reset`,
        `tcp dport ${portalPorts} accept`,
        'icmp type echo-request limit rate 20/second accept',
        'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept',
        'drop',
      ],
    },
    prerouting: {
      hook: 'type nat hook prerouting priority dstnat; policy accept;',
      rules: [
        `iifname ${lan} ${notClient}${notGarden} tcp dport 80 redirect to :${config.httpPort}`,
        `iifname ${lan} fib daddr type local tcp dport 80 redirect to :${config.httpPort}`,
        ...(config.httpsPort
          ? [`iifname ${lan} fib daddr type local tcp dport 443 redirect to :${config.httpsPort}`]
          : []),
        // A phone with a name server of its own still finds the portal.
        `iifname ${lan} ${notClient} meta l4proto { tcp, udp } th dport 53 redirect to :53`,
      ],
    },
    postrouting: {
      hook: 'type nat hook postrouting priority srcnat; policy accept;',
      rules: [`iifname ${lan} oifname ${wan} masquerade`],
    },
  }
  const lines = [
    `add table inet ${TABLE}`,
    `add set inet ${TABLE} ${clients} { type ether_addr . ipv4_addr; flags timeout; }`,
    `add set inet ${TABLE} ${clientIps} { type ipv4_addr; flags timeout; }`,
    `add set inet ${TABLE} ${input} { type ipv4_addr; counter; }`,
    `add set inet ${TABLE} ${output} { type ipv4_addr; counter; }`,
    `add set inet ${TABLE} ${garden} { type ipv4_addr; size 4096; flags dynamic,timeout; timeout 1h; }`,
    `add set inet ${TABLE} ${rateUp} { type ipv4_addr; size 4096; flags dynamic,timeout; timeout 5m; }`,
    `add set inet ${TABLE} ${rateDown} { type ipv4_addr; size 4096; flags dynamic,timeout; timeout 5m; }`,
    `add set inet ${TABLE} ${rateNames} { type ipv4_addr; size 4096; flags dynamic,timeout; timeout 1m; }`,
    `add set inet ${TABLE} ${connections} { type ipv4_addr; size 65535; flags dynamic; }`,
    // Buckets keep the rate that they were made with: new ones for new rules.
    `flush set inet ${TABLE} ${rateUp}`,
    `flush set inet ${TABLE} ${rateDown}`,
    ...(rules.garden ? [] : [`flush set inet ${TABLE} ${garden}`]),
  ]
  for (const [name, { hook }] of Object.entries(chains)) lines.push(`add chain inet ${TABLE} ${name} { ${hook} }`)
  for (const [name, { rules }] of Object.entries(chains)) {
    lines.push(`flush chain inet ${TABLE} ${name}`)
    for (const rule of rules) lines.push(`add rule inet ${TABLE} ${name} ${rule}`)
  }
  return lines.map((line) => `${line}\n`).join('')
}

function limitRule(match: string, set: string, key: string, octetsPerSecond: number | null): string[] {
  if (octetsPerSecond === null) return []
  return [
    `${match} update @${set} { ${key} limit rate over ${octetsPerSecond} bytes/second burst ${BURST_OCTETS} bytes } drop`,
  ]
}

/** Lets clients through. Adding an element that is there changes nothing, so an earlier gate is taken away first. */
export function grantCommands(grants: Grant[]): string {
  return grants.map((grant) => revokeCommands([grant]) + addCommands(grant)).join('')
}

/** Shuts clients out. `add` before `delete`: nft fails the whole transaction on deleting what is not there. */
export function revokeCommands(clients: Client[]): string {
  return clients
    .map(({ mac, ip }) => elementTwice(SETS.clients, `${mac} . ${ip}`) + elementTwice(SETS.clientIps, ip))
    .join('')
}

/** Forgets the counters of these IPs. */
export function forgetCommands(ips: string[]): string {
  return ips.map((ip) => elementTwice(SETS.input, ip) + elementTwice(SETS.output, ip)).join('')
}

function addCommands({ mac, ip, seconds }: Grant): string {
  return [
    `add element inet ${TABLE} ${SETS.clients} { ${mac} . ${ip} timeout ${seconds}s }\n`,
    `add element inet ${TABLE} ${SETS.clientIps} { ${ip} timeout ${seconds}s }\n`,
    `add element inet ${TABLE} ${SETS.input} { ${ip} }\n`,
    `add element inet ${TABLE} ${SETS.output} { ${ip} }\n`,
  ].join('')
}

function elementTwice(set: string, element: string): string {
  return `add element inet ${TABLE} ${set} { ${element} }\ndelete element inet ${TABLE} ${set} { ${element} }\n`
}
