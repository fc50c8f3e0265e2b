import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Answer, Ask, Verbs } from './agent/channel.ts'
import { type Launch, Program } from './program.ts'
import { within } from './until.ts'

const READY_MS = 15_000

/** Bundles the programs that run inside the namespaces into the bus's folder, so that they start without a loader. */
export function bundlePrograms(folder: string): void {
  const source = (name: string) => fileURLToPath(new URL(`${name}/main.ts`, import.meta.url))
  buildSync({
    entryPoints: { agent: source('agent'), internet: source('internet') },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  })
}

/** A node program of the harness in a namespace, which answers questions over IPC. */
export class Remote<V extends Verbs> {
  readonly program: Program
  readonly #open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  readonly #ready: Promise<void>
  #last = 0

  constructor(launch: Pick<Launch, 'namespace' | 'logFile'> & { folder: string; name: 'agent' | 'internet' }) {
    this.program = new Program({
      namespace: launch.namespace,
      command: process.execPath,
      args: [join(launch.folder, `${launch.name}.mjs`)],
      logFile: launch.logFile,
      ipc: true,
    })
    this.#ready = new Promise((resolve, reject) => {
      this.program.child.on('message', (answer: Answer) => {
        if ('ready' in answer) return resolve()
        const asked = this.#open.get(answer.id)
        this.#open.delete(answer.id)
        if ('error' in answer) asked?.reject(new Error(answer.error))
        else asked?.resolve(answer.value)
      })
      void this.program.exited.then(() => {
        const ended = new Error(`the program has ended${this.program.tail()}`)
        reject(ended)
        for (const { reject } of this.#open.values()) reject(ended)
        this.#open.clear()
      })
    })
    this.#ready.catch(() => undefined) // told to whoever asks
  }

  /** `timeoutMs` is a last resort: each verb is bounded by itself. */
  async ask<K extends keyof V & string>(
    verb: K,
    args: Parameters<V[K]>[0],
    timeoutMs: number,
  ): Promise<Awaited<ReturnType<V[K]>>> {
    const { title, child } = this.program
    await within(`${title} to be ready`, READY_MS, this.#ready)
    if (!child.connected) throw new Error(`the program has ended${this.program.tail()}`)
    this.#last += 1
    const ask: Ask = { id: this.#last, verb, args }
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#open.set(ask.id, { resolve, reject })
      child.send(ask, (error) => error && reject(error))
    })
    try {
      return (await within(`an answer to ${verb} of ${title}`, timeoutMs, answer)) as Awaited<ReturnType<V[K]>>
    } finally {
      this.#open.delete(ask.id)
    }
  }
}
