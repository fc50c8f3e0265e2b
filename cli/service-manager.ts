import { runProgram } from '../portal/run-program.ts'

export interface ServiceManagerDeps {
  env: Record<string, string | undefined>
  /** Whether the program does what it is there for. May reject. */
  isWell: () => Promise<boolean>
  /** Tells the service manager. Node has no Unix datagrams, so a program of systemd's does it. */
  tell?: (state: string) => Promise<unknown>
  every: (ms: number, job: () => Promise<void>) => () => void
  log: (message: string, error?: unknown) => void
}

/** What systemd hears of this program (sd_notify), where systemd runs it: that it is ready, and, again and again, that it is well. */
export interface ServiceManager {
  ready: () => Promise<void>
  stopping: () => Promise<void>
}

/** A third of what systemd waits, so that one answer may be late. */
const BEATS = 3

export function serviceManager({ env, isWell, every, log, ...deps }: ServiceManagerDeps): ServiceManager {
  const tell = deps.tell ?? ((state: string) => runProgram('systemd-notify', [state], { limitMs: 5000 }))
  if (!env.NOTIFY_SOCKET) return { ready: async () => {}, stopping: async () => {} }
  const limitMs = Number(env.WATCHDOG_USEC ?? 0) / 1000
  let stop = () => {}

  async function said(state: string): Promise<void> {
    await tell(state).catch((error: unknown) => log('systemd could not be told how the portal is', error))
  }

  /** Nothing is said of a program that is not well: systemd then starts it anew. */
  async function beat(): Promise<void> {
    const well = await isWell().catch(() => false)
    if (well) await said('WATCHDOG=1')
    else log('the portal does not answer itself; systemd starts it anew unless it does soon')
  }

  return {
    async ready() {
      await said('READY=1')
      if (limitMs > 0) stop = every(limitMs / BEATS, beat)
    },
    async stopping() {
      stop()
      await said('STOPPING=1')
    },
  }
}
