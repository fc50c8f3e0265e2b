import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { PLAIN_ENV } from './command.ts'
import { within } from './until.ts'

export interface Launch {
  namespace: string
  command: string
  args: string[]
  /** Added to a plain environment (PATH, HOME, LANG); the test runner's own is not handed on. */
  env?: Record<string, string>
  cwd?: string
  logFile: string
  /** Opens a channel for messages (node programs only). */
  ipc?: boolean
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A clock has no namespace: a gateway that is told another time would set this machine's. */
const WITHOUT_CLOCK = ['--bounding-set=-sys_time']
const TAIL_LINES = 15
const KEPT_CHARACTERS = 2 ** 20
/** A child of the program may keep its pipes open after it, so the last lines are waited for this long only. */
const LAST_LINES_MS = 250

/** A program running in a namespace. `setpriv` and `ip netns exec` replace themselves by the program, so the pid is the program's own. */
export class Program {
  readonly title: string
  readonly pid: number
  readonly logFile: string
  readonly exited: Promise<Exit>
  /** Set once it has exited. */
  exit: Exit | null = null
  readonly child: ChildProcess
  #text = ''
  readonly #watchers = new Set<() => void>()

  constructor(launch: Launch) {
    this.title = `${[launch.command, ...launch.args].join(' ')} in ${launch.namespace}`
    this.logFile = launch.logFile
    writeFileSync(this.logFile, '')
    const inNamespace = ['ip', 'netns', 'exec', launch.namespace, launch.command, ...launch.args]
    this.child = spawn('setpriv', [...WITHOUT_CLOCK, ...inNamespace], {
      stdio: ['ignore', 'pipe', 'pipe', ...(launch.ipc ? (['ipc'] as const) : [])],
      env: { ...PLAIN_ENV, ...launch.env },
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...(launch.ipc ? { serialization: 'advanced' as const } : {}),
    })
    this.child.on('error', (error) => this.#took(`${error.message}\n`))
    if (this.child.pid === undefined) throw new Error(`${this.title} did not start`)
    this.pid = this.child.pid
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#took(text))
    }
    this.exited = new Promise((resolve) => {
      const ended = (exit: Exit) => {
        this.exit = exit
        for (const watcher of this.#watchers) watcher()
        resolve(exit)
      }
      this.child.on('exit', (code, signal) => {
        const timer = setTimeout(() => ended({ code, signal }), LAST_LINES_MS)
        this.child.on('close', () => clearTimeout(timer))
      })
      this.child.on('close', (code, signal) => ended({ code, signal }))
    })
  }

  /** What it has printed (the last 1 MiB), standard output and standard error as they came. The log file has all. */
  output(): string {
    return this.#text
  }

  /** Waits for a line that matches, among those already printed too. Rejects at once when the program exits without one. */
  async waitForLine(pattern: RegExp, timeoutMs = 10_000): Promise<string> {
    let watcher: (() => void) | undefined
    const found = new Promise<string>((resolve, reject) => {
      watcher = () => {
        const line = this.output()
          .split('\n')
          .find((text) => pattern.test(text))
        if (line !== undefined) resolve(line)
        else if (this.exit !== null) reject(new Error(`${this.title} ended before it printed ${pattern}${this.tail()}`))
      }
      this.#watchers.add(watcher)
      watcher()
    })
    try {
      return await within(`a line ${pattern} of ${this.title}`, timeoutMs, found)
    } catch (error) {
      if (this.exit !== null) throw error
      throw new Error(`${(error as Error).message}${this.tail()}`)
    } finally {
      if (watcher !== undefined) this.#watchers.delete(watcher)
    }
  }

  /** Sends the signal and waits for the exit; where that takes too long, kills it and throws. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 5_000): Promise<Exit> {
    if (this.exit === null) this.child.kill(signal)
    try {
      return await within(`the end of ${this.title} after ${signal}`, timeoutMs, this.exited)
    } catch (error) {
      this.child.kill('SIGKILL')
      throw new Error(`${(error as Error).message}${this.tail()}`)
    }
  }

  /** The last lines, for error messages. */
  tail(): string {
    const lines = this.output().trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
    const state = this.exit === null ? 'still running' : `exit ${this.exit.code ?? this.exit.signal}`
    return `\n--- last lines of ${this.title} (${state})\n${lines || '(it printed nothing)'}`
  }

  #took(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS)
    try {
      appendFileSync(this.logFile, text)
    } catch {
      // the bus's folder is already gone
    }
    for (const watcher of this.#watchers) watcher()
  }
}
