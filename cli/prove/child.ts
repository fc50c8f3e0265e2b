import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export interface Child<In, Out extends object> {
  send(message: In): void
  /** Ends it at once, as a power cut or the kernel's out-of-memory killer would. */
  kill(): void
  /** Resolves when it has gone, whatever the reason. */
  gone: Promise<void>
  /** Its exit code where it ended by itself: it never should. */
  code: () => number | null
  hears(listener: (message: Out) => void): void
}

/** Starts a part of the proof as a process of its own: this very program with other arguments. */
export function startChild<In, Out extends object>(program: string, args: string[]): Child<In, Out> {
  // In a checkout the program is TypeScript, and whoever runs it has said so in execArgv.
  const child: ChildProcess = fork(program, ['prove-part', ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const gone = once(child, 'exit').then(() => undefined)
  // Writing to who has just been killed is no error here: that is what this is about.
  child.on('error', () => undefined)
  return {
    send: (message) => void (child.connected && child.send(message as object, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
    gone,
    code: () => child.exitCode,
    hears: (listener) => void child.on('message', (message) => listener(message as Out)),
  }
}
