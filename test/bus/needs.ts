import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { PLAIN_ENV } from './command.ts'

/** Program and the Debian package that has it. */
const PROGRAMS = {
  ip: 'iproute2',
  nft: 'nftables',
  dnsmasq: 'dnsmasq-base',
  udhcpc: 'udhcpc',
  nsenter: 'util-linux',
  tcpdump: 'tcpdump',
  conntrack: 'conntrack',
  ping: 'iputils-ping',
} as const

let bus: string | null | undefined

/** null where this machine can run a bus in network namespaces, else one plain sentence why not. */
export function busNeeds(): string | null {
  if (bus === undefined) bus = findBusNeeds()
  return bus
}

/** null where this machine can run Chromium on a bus, else one plain sentence why not. */
export function chromiumNeeds(): string | null {
  return chromiumPath() === null ? 'Chromium is not installed (Debian package chromium).' : null
}

export function chromiumPath(): string | null {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path)) ?? null
}

function findBusNeeds(): string | null {
  if (process.platform !== 'linux') return 'A bus in network namespaces needs Linux.'
  if (process.getuid?.() !== 0) return 'A bus in network namespaces needs root.'
  const missing = Object.entries(PROGRAMS).filter(([program]) => !installed(program))
  if (missing.length > 0) {
    const list = missing.map(([program, debian]) => `${program} (Debian package ${debian})`).join(', ')
    return `A bus in network namespaces needs programs that are not installed: ${list}.`
  }
  if (!existsSync('/etc/resolv.conf')) return 'A bus in network namespaces needs an /etc/resolv.conf to mount over.'
  return tryNamespace()
}

function installed(program: string): boolean {
  return (PLAIN_ENV.PATH ?? '').split(':').some((folder) => {
    try {
      if (folder !== '') accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}

/** Root in a container may still lack the right, or the kernel a part: so try what a bus is made of. */
function tryNamespace(): string | null {
  const name = `abordo-probe-${process.pid}`
  const steps: [string, string[]][] = [
    ['a network namespace', ['netns', 'add', name]],
    ['a bridge', ['-n', name, 'link', 'add', 'lan0', 'type', 'bridge']],
    ['a veth pair', ['-n', name, 'link', 'add', 'port1', 'type', 'veth', 'peer', 'name', 'eth0']],
    ['a table of nftables', ['netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'abordo_test']],
  ]
  try {
    for (const [what, args] of steps) {
      const done = spawnSync('ip', args, { encoding: 'utf8', timeout: 10_000, env: PLAIN_ENV })
      if (done.status !== 0) {
        const why = (done.error?.message ?? done.stderr).trim().split('\n')[0]
        return `A bus in network namespaces needs ${what}, which this machine refuses: ${why}`
      }
    }
    return null
  } finally {
    spawnSync('ip', ['netns', 'del', name], { timeout: 10_000, env: PLAIN_ENV })
  }
}
