import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { RESOLVER } from '../bus/addresses.ts'
import type { Bus } from '../bus/bus.ts'
import { PLAIN_ENV, run } from '../bus/command.ts'
import { until } from '../bus/until.ts'
import { unpackCleanRoot } from './clean-root.ts'

/** A gateway as a technician makes one: a clean Debian with our package, booted with its own systemd on the gateway of a bus. */
export class InstalledGateway {
  readonly root: string
  #leader = 0

  private constructor(readonly bus: Bus) {
    this.root = join(bus.folder, 'root')
  }

  static async at(bus: Bus): Promise<InstalledGateway> {
    const gateway = new InstalledGateway(bus)
    await unpackCleanRoot(gateway.root)
    return gateway
  }

  /** `dpkg -i` and whatever else is done before the machine runs. */
  before(command: string, ...args: string[]): Promise<string> {
    return run('chroot', [this.root, command, ...args], { timeoutMs: 60_000, env: NOTHING_OF_THIS_MACHINE })
  }

  bring(file: string): string {
    // Not /tmp: the running machine has one of its own.
    const inside = `/srv/${basename(file)}`
    copyFileSync(file, join(this.root, inside))
    return inside
  }

  /** For this boot only, as an operator would: systemctl edit --runtime. */
  write(path: string, text: string): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  /** Turns the machine on. `bus.gw` is its network; ends with the bus. */
  async boot(): Promise<void> {
    this.write('/etc/resolv.conf', `nameserver ${RESOLVER}\n`)
    const at = [`--directory=${this.root}`, `--network-namespace-path=/run/netns/${this.bus.gw.namespace}`]
    const may = ['--capability=CAP_NET_ADMIN', '--resolv-conf=off', '--register=no', '--keep-unit', '--console=pipe']
    const env = { SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network' }
    // In the bus's network, so that it ends with the bus, but with this machine's own mounts: nspawn needs /sys as it is.
    const nspawn = ['--target', String(process.pid), '--mount', '--', 'systemd-nspawn', ...at, ...may, '--boot']
    const machine = this.bus.run('gw', 'nsenter', nspawn, env)
    await until('systemd to run', () => {
      if (machine.exit !== null) throw new Error(`the machine has ended${machine.tail()}`)
      this.#leader = childOf(machine.pid)
      return this.#leader !== 0
    })
    await until('the machine to be up', () => UP.includes(this.#ask('systemctl', 'is-system-running')), 60_000)
  }

  /** A command in the running machine. Throws CommandFailed unless it exits 0. */
  exec(command: string, ...args: string[]): Promise<string> {
    const enter = ['--target', String(this.#leader), '--all', '--', command, ...args]
    return run('nsenter', enter, { timeoutMs: 60_000, env: NOTHING_OF_THIS_MACHINE })
  }

  /** What systemd says of a unit. */
  async unit(name: string, property: string): Promise<string> {
    return (await this.exec('systemctl', 'show', '--value', `--property=${property}`, name)).trim()
  }

  /** Everything below these folders, with mode and owner by name. */
  async listed(...folders: string[]): Promise<string[]> {
    const found = await this.before('find', ...folders, '-printf', '%M %u:%g %p\n')
    return found.trimEnd().split('\n').sort()
  }

  #ask(command: string, ...args: string[]): string {
    const enter = ['--target', String(this.#leader), '--all', '--', command, ...args]
    return spawnSync('nsenter', enter, {
      encoding: 'utf8',
      env: { ...PLAIN_ENV, ...NOTHING_OF_THIS_MACHINE },
    }).stdout.trim()
  }
}

const UP = ['running', 'degraded']
const NOTHING_OF_THIS_MACHINE = { NODE_EXTRA_CA_CERTS: '', HOME: '/root' }

/** nspawn's one child is the machine's first process; 0 where there is none yet. */
function childOf(pid: number): number {
  return Number(spawnSync('pgrep', ['--parent', String(pid)], { encoding: 'utf8' }).stdout.split('\n')[0] || 0)
}
