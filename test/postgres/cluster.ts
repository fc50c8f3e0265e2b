import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, closeSync, constants, mkdtempSync, openSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PLAIN_ENV } from '../bus/command.ts'
import { until, within } from '../bus/until.ts'
import { childrenOf, runs } from '../processes.ts'
import { quietPort } from '../quiet-port.ts'
import { type Databases, databasesAt } from './databases.ts'
import { type Account, postgresAccount, postgresNeeds, postgresPrograms } from './needs.ts'
import { type Watchdog, watchOver } from './watchdog.ts'

/** PostgreSQL gives its own processes 5 s before it kills them. */
const END_MS = 8000
const READY_MS = 60_000
/** What many small databases need, with room to spare; a container's /dev/shm often has 64 MB. */
const ROOM_OCTETS = 2 ** 30

/** A database that lasts as long as a test: nothing waits for a disk, and nobody tidies up behind the tests' back. */
const FLEETING = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  jit: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
}

export interface Cluster extends Databases {
  /** Its URL without a database, for databasesAt() in another process. */
  readonly server: string
  readonly folder: string
  /** The postmaster's; null: it does not run. */
  readonly pid: number | null
  /** For good, with its data. */
  stop(): Promise<void>
  /** A crash: none of its processes does anything more. */
  kill(): Promise<void>
  /** On the same port, with the same data; after a kill() it recovers first. */
  restart(): Promise<void>
}

export interface PostgresOptions {
  /** On: as a fleet runs it, in the folder for temporary files. Off: quick, and in memory where there is room. */
  fsync?: boolean
}

/** A PostgreSQL of our own on 127.0.0.1, which ends with this process, however that ends. */
export async function startPostgres({ fsync = false }: PostgresOptions = {}): Promise<Cluster> {
  const reason = postgresNeeds()
  if (reason !== null) throw new Error(reason)
  const folder = mkdtempSync(join(fsync ? tmpdir() : quickFolder(), 'abordo-postgres-'))
  const watchdog = watchOver(folder)
  try {
    const machine = new Machine(folder, watchdog, fsync ? {} : FLEETING)
    await machine.initialise()
    await machine.start()
    return clusterOf(machine)
  } catch (error) {
    await watchdog.end()
    throw error
  }
}

function clusterOf(machine: Machine): Cluster {
  const server = `postgres://abordo@127.0.0.1:${machine.port}`
  return {
    ...databasesAt(server),
    server,
    folder: machine.folder,
    get pid() {
      return machine.postmaster?.pid ?? null
    },
    kill: () => machine.kill(),
    async restart() {
      await machine.end('SIGINT')
      await machine.start()
    },
    async stop() {
      await machine.end('SIGQUIT')
      await machine.watchdog.end()
    },
  }
}

class Machine {
  postmaster: ChildProcess | null = null
  port = 0
  readonly #programs = postgresPrograms() ?? ''
  readonly #account: Account | null = postgresAccount() ?? null
  readonly #data: string
  readonly #log: string

  constructor(
    readonly folder: string,
    readonly watchdog: Watchdog,
    readonly settings: Record<string, string>,
  ) {
    this.#data = join(folder, 'data')
    this.#log = join(folder, 'log')
    if (this.#account) chownSync(folder, this.#account.uid, this.#account.gid)
  }

  async initialise(): Promise<void> {
    const options = [
      '--username=abordo',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ]
    const initdb = this.#spawn('initdb', [...options, `--pgdata=${this.#data}`])
    const [code] = await once(initdb, 'exit')
    if (code !== 0) throw new Error(`initdb failed (${code}):\n${this.#said()}`)
  }

  /** The first time on a port that is free; if another program takes it at that moment, on another one. */
  async start(): Promise<void> {
    if (this.port !== 0) return this.#startOnPort()
    for (let tries = 1; ; tries += 1) {
      this.port = await quietPort()
      try {
        return await this.#startOnPort()
      } catch (error) {
        if (tries === 3 || !this.#said().includes('Address already in use')) throw error
      }
    }
  }

  async #startOnPort(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      // In its folder, so that a kill leaves nothing in /dev/shm.
      dynamic_shared_memory_type: 'mmap',
      max_connections: '200',
      ...this.settings,
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = this.#spawn('postgres', ['-D', this.#data, ...options])
    this.postmaster = child
    child.once('exit', () => {
      this.postmaster = null
    })
    child.unref()
    try {
      await until('PostgreSQL is ready', () => this.postmaster !== child || this.#ready(child), READY_MS)
      if (this.postmaster !== child) throw new Error('PostgreSQL has ended at its start')
    } catch (error) {
      await this.kill()
      throw new Error(`${(error as Error).message}:\n${this.#said()}`)
    }
  }

  /** postmaster.pid, as pg_ctl reads it: line 1 tells whose it is, line 8 how far it has come. */
  #ready(child: ChildProcess): boolean {
    try {
      const lines = readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n')
      return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready'
    } catch {
      return false
    }
  }

  /** By a signal that PostgreSQL obeys (SIGINT: it closes its files well; SIGQUIT: at once), and by a kill if it does not. */
  async end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = this.postmaster
    if (child === null) return
    const exited = once(child, 'exit')
    child.ref()
    child.kill(signal)
    await within('PostgreSQL to end', END_MS, exited).catch(() => undefined)
    if (this.postmaster === child) await this.kill()
  }

  async kill(): Promise<void> {
    const child = this.postmaster
    if (child?.pid === undefined) return
    const exited = once(child, 'exit')
    child.ref()
    // One that stands still starts no process and hears of the end of none, so that the ids stay theirs.
    child.kill('SIGSTOP')
    const children = childrenOf(child.pid)
    for (const pid of children) process.kill(pid, 'SIGKILL')
    child.kill('SIGKILL')
    await exited
    await until('all of its processes are gone', () => !children.some(runs))
  }

  #spawn(program: string, args: string[]): ChildProcess {
    const log = openSync(this.#log, 'a')
    const child = spawn(join(this.#programs, program), args, {
      ...this.#account,
      stdio: ['ignore', log, log],
      detached: true, // ctrl-C is for the tests
      cwd: this.folder,
      env: { ...PLAIN_ENV, TZ: 'UTC' },
    })
    closeSync(log)
    this.watchdog.watch(child.pid ?? null)
    child.once('exit', () => this.watchdog.watch(null))
    return child
  }

  /** The end of its log. */
  #said(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-20).join('\n').trim()
  }
}

/** In memory where there is room. */
function quickFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize >= ROOM_OCTETS) return '/dev/shm'
  } catch {
    // Not there.
  }
  return tmpdir()
}
