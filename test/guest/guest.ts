import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { PLAIN_ENV } from '../bus/command.ts'
import { within } from '../bus/until.ts'
import { type Init, makeInitramfs } from './initramfs.ts'
import { debianKernel, type Kernel } from './kernel.ts'

export interface GuestOptions {
  /** A folder with a Debian in it. The guest reads it, and changes nothing in it: what it writes is in its own memory. */
  root: string
  /** `bare`: nothing runs but what the test starts. */
  init: Init
  memoryMb?: number
  /** What the root needs, network cards among others, as further arguments to QEMU. */
  qemu?: string[]
  bootMs?: number
}

export interface Answered {
  code: number
  stdout: string
  stderr: string
}

/** A virtual machine with Debian's own kernel, without any network but what the test gives it. */
export class Guest {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #open = new Map<number, (answered: Answered) => void>()
  readonly #folder: string
  readonly #ready: Promise<void>
  readonly ended: Promise<void>
  #text = ''
  #errors = ''
  #last = 0

  private constructor(folder: string, command: string[]) {
    this.#folder = folder
    // Should the test's process be killed, the guest goes with it.
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { stdio: 'pipe', env: PLAIN_ENV })
    this.ended = new Promise((resolve) => this.#child.on('close', () => resolve()))
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text
    })
    this.#ready = new Promise((resolve) => {
      this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text
        for (let end = this.#text.indexOf('\n'); end >= 0; end = this.#text.indexOf('\n')) {
          const line = this.#text.slice(0, end)
          this.#text = this.#text.slice(end + 1)
          if (line === 'ready') resolve()
          else this.#took(line)
        }
      })
    })
  }

  /** Boots one. Fetches Debian's kernel first where it is not kept yet. */
  static async boot(options: GuestOptions): Promise<Guest> {
    const kernel = await debianKernel()
    const folder = mkdtempSync('/tmp/abordo-guest-')
    const initramfs = await makeInitramfs(kernel, options.init, folder)
    const guest = new Guest(folder, qemuCommand(kernel, initramfs, folder, options))
    const { bootMs = 120_000 } = options
    try {
      await guest.#orEnd(`the guest's boot`, bootMs, guest.#ready)
    } catch (error) {
      await guest.end()
      throw error
    }
    return guest
  }

  /** Runs a shell script in the guest and returns what it printed; throws unless it exits 0. */
  async run(script: string, timeoutMs = 30_000): Promise<string> {
    const { code, stdout, stderr } = await this.try(script, timeoutMs)
    if (code !== 0) throw new Error(`in the guest: ${script}: exit ${code}\n${stderr.trim()}\n${stdout.trim()}`)
    return stdout
  }

  /** The same, whatever it exits with. */
  async try(script: string, timeoutMs = 30_000): Promise<Answered> {
    this.#last += 1
    const id = this.#last
    const answer = new Promise<Answered>((resolve) => this.#open.set(id, resolve))
    this.#child.stdin.write(`${id} ${Buffer.from(script).toString('base64')}\n`)
    try {
      return await this.#orEnd(`the end of "${script}" in the guest`, timeoutMs, answer)
    } finally {
      this.#open.delete(id)
    }
  }

  /** Switches it off, at once. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** What it has printed on its console, the kernel's messages among it. */
  console(): string {
    const file = consoleFile(this.#folder)
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  #took(line: string): void {
    const [id, code, stdout = '', stderr = ''] = line.split(' ')
    const text = (base64: string) => Buffer.from(base64, 'base64').toString('utf8')
    this.#open.get(Number(id))?.({ code: Number(code), stdout: text(stdout), stderr: text(stderr) })
  }

  async #orEnd<T>(what: string, timeoutMs: number, awaited: Promise<T>): Promise<T> {
    const gone = this.ended.then(() => {
      throw new Error(`the guest has ended: ${this.#errors.trim()}`)
    })
    try {
      return await within(what, timeoutMs, Promise.race([awaited, gone]))
    } catch (error) {
      const last = this.console().trimEnd().split('\n').slice(-20).join('\n')
      throw new Error(`${(error as Error).message}\n--- the guest's console\n${last}`)
    }
  }
}

function consoleFile(folder: string): string {
  return join(folder, 'console')
}

function qemuCommand(kernel: Kernel, initramfs: string, folder: string, options: GuestOptions): string[] {
  const shared = (tag: string, path: string) => [
    '-virtfs',
    `local,path=${path},mount_tag=${tag},security_model=none,readonly=on,multidevs=remap`,
  ]
  return [
    'qemu-system-x86_64',
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none'],
    ...(canAccelerate()
      ? ['-M', 'q35,accel=kvm', '-cpu', 'host']
      : ['-M', 'q35,accel=tcg', '-cpu', 'max', '-icount', 'shift=2,sleep=on']),
    ...['-m', `${options.memoryMb ?? 1024}`],
    ...['-kernel', kernel.image, '-initrd', initramfs],
    ...['-append', 'console=ttyS0 quiet panic=-1 mitigations=off audit=0 nokaslr tsc=reliable cryptomgr.notests'],
    ...['-serial', `file:${consoleFile(folder)}`],
    ...['-device', 'virtio-serial-pci', '-chardev', 'stdio,id=channel,signal=off'],
    ...['-device', 'virtserialport,chardev=channel,name=abordo'],
    ...['-device', 'virtio-rng-pci'],
    ...shared('root', options.root),
    ...shared('modules', join(kernel.folder, 'lib/modules', kernel.release)),
    ...(options.qemu ?? []),
  ]
}

/** A /dev/kvm without the processor's own help boots only kernels made for it, and lets Debian's stand still. */
function canAccelerate(): boolean {
  return existsSync('/dev/kvm') && ['kvm_intel', 'kvm_amd'].some((module) => existsSync(`/sys/module/${module}`))
}
