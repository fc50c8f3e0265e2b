import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readText } from '../read-text.ts'
import type { After, DnsmasqCommand, DnsmasqFiles, DnsmasqProcess } from './command.ts'
import { type DnsmasqSettings, dnsmasqConfig } from './config.ts'
import { type PoolUsage, poolOf, poolUsage } from './pool.ts'

export interface DnsmasqDeps {
  command: DnsmasqCommand
  settings: Omit<DnsmasqSettings, 'leaseFile' | 'pidFile'>
  dataDir: string
  now: () => number
  after: After
  log: (message: string, error?: unknown) => void
}

export type DnsmasqChange = Partial<Pick<DnsmasqSettings, 'policy' | 'uplinkUp' | 'hostname' | 'apiUrl'>>

/** Keeps one dnsmasq running by the settings of the moment. */
export interface Dnsmasq {
  /** Adopts the one of an earlier portal where it runs by the same configuration, and starts one otherwise. */
  start(): Promise<void>
  /** Starts dnsmasq anew where the change asks for it. What it refuses is not taken: the old one goes on, and this rejects. */
  apply(change: DnsmasqChange): Promise<void>
  /** Looks after it no more, but leaves it running: what the portal does at its own end. */
  leave(): Promise<void>
  /** Ends it, also one of an earlier portal. */
  stop(): Promise<void>
  alive(): boolean
  /** How full the DHCP pool is; null before the start. */
  pool(): PoolUsage | null
}

const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 30_000
/** After this long it counts as well again. */
const STEADY_MS = 60_000

/**
 * dnsmasq outlives the portal: riders with time left need names and leases while the portal is away, killed or stopped
 * (DESIGN.md, rule 1). The next portal finds it by its argument. Leases stay in their file through all of that.
 */
export function createDnsmasq({ command, settings, dataDir, now, after, log }: DnsmasqDeps): Dnsmasq {
  const folder = resolve(dataDir)
  const leaseFile = join(folder, 'dnsmasq.leases')
  const files = filesIn(folder)
  const candidate = join(folder, 'dnsmasq.next.conf')
  const pool = poolOf(settings.address, settings.prefixLength)
  const textOf = (change: DnsmasqChange) => dnsmasqConfig({ ...settings, ...change, leaseFile, pidFile: files.pidFile })

  let current: DnsmasqChange = {}
  let text: string | null = null
  let running: DnsmasqProcess | null = null
  let failures = 0
  let callOff = () => {}
  let queue: Promise<unknown> = Promise.resolve()

  /** One change at a time. */
  function inTurn(job: () => Promise<void>): Promise<void> {
    const done = queue.then(job)
    queue = done.catch(() => undefined)
    return done
  }

  function watch(process: DnsmasqProcess): void {
    callOff()
    running = process
    callOff = after(STEADY_MS, () => {
      failures = 0
    })
    void process.exited.then((how) => {
      if (running !== process) return
      running = null
      if (failures === 0) log(`dnsmasq has ended by itself (${how}): it is started again`)
      startLater()
    })
  }

  function startLater(): void {
    callOff()
    const wait = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** failures)
    failures += 1
    callOff = after(wait, () => void inTurn(startAgain))
  }

  async function startAgain(): Promise<void> {
    if (text === null || running !== null) return
    try {
      watch(await launch(text))
    } catch (error) {
      if (failures === 1) log('dnsmasq cannot be started; riders get no address; it is tried again and again', error)
      startLater()
    }
  }

  async function launch(wanted: string): Promise<DnsmasqProcess> {
    write(candidate, wanted)
    renameSync(candidate, files.confFile)
    return command.launch(files)
  }

  function release(): DnsmasqProcess | null {
    callOff()
    const process = running
    running = null
    return process
  }

  /** The new file is written once the old process is gone, so that what runs always runs by what is written. */
  async function replace(wanted: string, old: DnsmasqProcess | null): Promise<void> {
    write(candidate, wanted)
    await command.test(candidate)
    release()
    await old?.end()
    watch(await launch(wanted))
    text = wanted
  }

  return {
    start: () =>
      inTurn(async () => {
        mkdirSync(folder, { recursive: true })
        // Before dnsmasq makes it for all to read: it holds the phones' addresses until their leases end.
        writeFileSync(leaseFile, '', { flag: 'a', mode: 0o600 })
        const wanted = textOf(current)
        const left = command.leftBehind(files)
        if (left === null || readText(files.confFile) !== wanted) return replace(wanted, left)
        watch(left)
        text = wanted
      }),

    apply: (change) =>
      inTurn(async () => {
        const next = { ...current, ...change }
        const wanted = textOf(next)
        if (text !== null && wanted !== text) {
          try {
            await replace(wanted, running)
          } catch (error) {
            // Refused by the test, the old one still runs; ended before it served, the old one is started again.
            if (running === null) await startAgain()
            throw error
          }
        }
        current = next
      }),

    leave: () =>
      inTurn(async () => {
        release()?.letGo()
        text = null
      }),

    stop: () =>
      inTurn(async () => {
        const process = release() ?? command.leftBehind(files)
        text = null
        await process?.end()
      }),

    alive: () => running !== null,

    pool() {
      const leases = readText(leaseFile)
      return leases === null ? null : poolUsage(leases, now(), pool.size)
    },
  }
}

/** Where the operator has taken DHCP over (PORTAL_DHCP=none): the one of an earlier portal must not stand in the way. */
export async function endLeftBehind(command: DnsmasqCommand, dataDir: string): Promise<void> {
  await command.leftBehind(filesIn(resolve(dataDir)))?.end()
}

function filesIn(folder: string): DnsmasqFiles {
  return { confFile: join(folder, 'dnsmasq.conf'), pidFile: join(folder, 'dnsmasq.pid') }
}

/** The policy is nobody's business but the gateway's. */
function write(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
}
