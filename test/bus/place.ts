import { join } from 'node:path'
import type { Verbs } from './agent/channel.ts'
import type { HammerAsk, HammerSent } from './agent/hammer.ts'
import type { HttpAnswer, HttpAsk, Transfer } from './agent/http.ts'
import type { AgentVerbs } from './agent/main.ts'
import type { DnsAsk, RawAnswer, RawAsk, TcpOutcome } from './agent/sockets.ts'
import { type CommandOptions, run } from './command.ts'
import type { PlaceName } from './names.ts'
import { Program } from './program.ts'
import { Remote } from './remote.ts'

/** Added to a verb's own deadline, for a busy machine. */
const MARGIN_MS = 5_000

/** A download that goes on by itself. */
export interface Download {
  progress(): Promise<Transfer>
  /** Stops it and says how far it came. */
  stop(): Promise<Transfer>
}

/** A TCP connection to an echo that is kept open. */
export interface Connection {
  /** What came back, or null where nothing did in time or it is closed. */
  echo(payload: string, timeoutMs?: number): Promise<string | null>
  state(): Promise<'open' | 'closed'>
  close(): Promise<void>
}

/** Packets of every kind, sent without end. */
export interface Hammer {
  sent(): Promise<HammerSent>
  stop(): Promise<HammerSent>
}

/** One namespace of a bus, and what can be done from inside it. The agent starts with the first question. */
export class Place {
  #agent: Remote<AgentVerbs> | null = null
  readonly #programs: Program[] = []

  constructor(
    readonly name: PlaceName,
    readonly namespace: string,
    /** The bus's folder. */
    readonly folder: string,
  ) {}

  request(ask: HttpAsk | string): Promise<HttpAnswer> {
    const http = typeof ask === 'string' ? { url: ask } : ask
    return this.ask('httpRequest', http, http.timeoutMs ?? 5_000)
  }

  async download(ask: HttpAsk | string): Promise<Download> {
    const id = await this.ask('downloadStart', typeof ask === 'string' ? { url: ask } : ask)
    return {
      progress: () => this.ask('downloadProgress', id),
      stop: () => this.ask('downloadStop', id),
    }
  }

  /** Knocks by TCP on 443 and 80, by UDP and by ICMP, many times a second, until it is stopped. */
  async hammer(ask: HammerAsk): Promise<Hammer> {
    const id = await this.ask('hammerStart', ask)
    return { sent: () => this.ask('hammerSent', id), stop: () => this.ask('hammerStop', id) }
  }

  tcpConnect(host: string, port: number, timeoutMs = 1_000): Promise<TcpOutcome> {
    return this.ask('tcpConnect', { host, port, timeoutMs }, timeoutMs)
  }

  /** One datagram there and one back; null where none came back. */
  udpAsk(host: string, port: number, payload: string | Uint8Array, timeoutMs = 1_000): Promise<Buffer | null> {
    return this.ask('udpAsk', { host, port, payload, timeoutMs }, timeoutMs)
  }

  /** The records of a name, asked of the place's own resolver unless another is named. Rejects with ETIMEOUT, ENOTFOUND … */
  dnsQuery(name: string, options: Partial<Omit<DnsAsk, 'name'>> = {}): Promise<string[]> {
    const ask: DnsAsk = { name, type: 'A', timeoutMs: 2_000, ...options }
    return this.ask('dnsQuery', ask, ask.timeoutMs * 2)
  }

  /** Whether one echo request is answered within a second. */
  ping(host: string): Promise<boolean> {
    return this.ask('ping', { host }, 5_000)
  }

  /** Octets as they are on a TCP connection of their own. */
  sendRaw(
    host: string,
    port: number,
    pieces: RawAsk['pieces'],
    options: Partial<Pick<RawAsk, 'pauseMs' | 'end' | 'timeoutMs'>> = {},
  ): Promise<RawAnswer> {
    const ask: RawAsk = { host, port, pieces, timeoutMs: 5_000, ...options }
    return this.ask('sendRaw', ask, ask.timeoutMs)
  }

  async connect(host: string, port: number, timeoutMs = 1_000): Promise<Connection> {
    const id = await this.ask('connectionOpen', { host, port, timeoutMs }, timeoutMs)
    return {
      echo: (payload, echoMs = 1_000) => this.ask('connectionEcho', { id, payload, timeoutMs: echoMs }, echoMs),
      state: () => this.ask('connectionState', { id }),
      close: async () => {
        await this.ask('connectionClose', { id })
      },
    }
  }

  /** Runs a command to its end and returns its standard output; throws CommandFailed unless it exits 0. */
  exec(command: string, args: string[] = [], options: CommandOptions = {}): Promise<string> {
    return run('ip', ['netns', 'exec', this.namespace, command, ...args], options)
  }

  /** Starts a program that goes on. The bus stops it at its end if nobody has. */
  run(command: string, args: string[] = [], env: Record<string, string> = {}, cwd?: string): Program {
    const { namespace } = this
    const logFile = this.#logFile(command.split('/').at(-1) ?? 'program')
    const program = new Program({ namespace, command, args, env, logFile, ...(cwd === undefined ? {} : { cwd }) })
    this.#programs.push(program)
    return program
  }

  /** Starts one of the harness's own programs. */
  remote<V extends Verbs>(name: 'agent' | 'internet'): Remote<V> {
    const { namespace, folder } = this
    const remote = new Remote<V>({ namespace, folder, name, logFile: this.#logFile(name) })
    this.#programs.push(remote.program)
    return remote
  }

  /** Ends all that still runs: SIGTERM, and after a second SIGKILL. A test of a graceful end calls `stop` itself. */
  async stopPrograms(): Promise<void> {
    const running = this.#programs.filter((program) => program.exit === null)
    await Promise.all(running.map((program) => program.stop('SIGTERM', 1_000).catch(() => program.exited)))
  }

  protected ask<K extends keyof AgentVerbs & string>(
    verb: K,
    args: Parameters<AgentVerbs[K]>[0],
    timeoutMs = 0,
  ): Promise<Awaited<ReturnType<AgentVerbs[K]>>> {
    if (this.#agent === null || this.#agent.program.exit !== null) this.#agent = this.remote<AgentVerbs>('agent')
    return this.#agent.ask(verb, args, timeoutMs + MARGIN_MS)
  }

  #logFile(what: string): string {
    return join(this.folder, `${this.name}-${what}-${this.#programs.length + 1}.log`)
  }
}
