import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './command.ts'
import { ETC_NETNS, NAMESPACES } from './names.ts'

/** What the phone got by DHCP. */
export interface Lease {
  ip: string
  prefix: number
  router: string
  dns: string[]
  leaseSeconds: number
  /** Option 114 (RFC 8910), where it was offered. */
  captivePortal: string | null
}

/** udhcpc's script: what a phone does with its lease. resolv.conf is written in place, since it is mounted elsewhere. */
const SCRIPT = `#!/bin/sh
set -e
case "$1" in
deconfig)
  ip -4 addr flush dev "$interface"
  ip link set "$interface" up
  ;;
bound|renew)
  {
    echo "addr replace $ip/$mask dev $interface"
    [ -z "$router" ] || echo "route replace default via \${router%% *} dev $interface"
  } | ip -batch -
  for server in $dns; do echo "nameserver $server"; done > "$ABORDO_RESOLV"
  printf '%s\\n' "ip=$ip" "mask=$mask" "router=\${router%% *}" "dns=$dns" "lease=$lease" "opt114=$opt114" > "$ABORDO_LEASE"
  ;;
esac
`

/** Writes the script into the bus's folder. */
export function writeDhcpScript(folder: string): void {
  const path = scriptIn(folder)
  writeFileSync(path, SCRIPT)
  chmodSync(path, 0o755)
}

/** Asks for a lease in a phone's namespace; rejects when there is no offer after 5 tries of a second. */
export async function askLease(namespace: string, folder: string): Promise<Lease> {
  const file = join(folder, `${namespace}.lease`)
  writeFileSync(file, '')
  // biome-ignore format: pairs of a flag and its value
  const flags = ['-i', 'eth0', '-f', '-q', '-n', '-t', '5', '-T', '1', '-O', '114', '-s', scriptIn(folder)]
  // nsenter, since `ip netns exec` makes its mounts anew each time, which counts where 240 phones ask.
  await run('nsenter', [`--net=${join(NAMESPACES, namespace)}`, 'udhcpc', ...flags], {
    env: { ABORDO_LEASE: file, ABORDO_RESOLV: join(ETC_NETNS, namespace, 'resolv.conf') },
  })
  return parseLease(readFileSync(file, 'utf8'))
}

function parseLease(text: string): Lease {
  const fields = Object.fromEntries(text.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)))
  if (!fields.ip) throw new Error(`udhcpc ended without a lease: ${JSON.stringify(text)}`)
  const hex: string = fields.opt114 ?? ''
  return {
    ip: fields.ip,
    prefix: Number(fields.mask),
    router: fields.router ?? '',
    dns: (fields.dns ?? '').split(' ').filter(Boolean),
    leaseSeconds: Number(fields.lease),
    captivePortal: hex === '' ? null : Buffer.from(hex, 'hex').toString('utf8'),
  }
}

function scriptIn(folder: string): string {
  return join(folder, 'udhcpc.sh')
}
