import { readdirSync } from 'node:fs'
import { readText } from '../read-text.ts'

/** A process of this machine, told from a later one of the same number by when it began. */
export interface Process {
  pid: number
  /** Clock ticks after the boot of the machine (proc(5), field 22 of stat). */
  startedAt: number
}

/** Every dnsmasq that was started with this argument, the oldest first: those after it serve one TCP query each, and are its children. */
export function dnsmasqsWith(argument: string): Process[] {
  const found = readdirSync('/proc').flatMap((name) => {
    if (!/^[1-9]\d*$/.test(name)) return []
    const [program = '', ...args] = (readText(`/proc/${name}/cmdline`) ?? '').split('\0')
    if (!/(^|\/)dnsmasq$/.test(program) || !args.includes(argument)) return []
    const stat = statOf(Number(name))
    return stat === null ? [] : [{ pid: Number(name), startedAt: stat.startedAt }]
  })
  return found.sort((one, other) => one.startedAt - other.startedAt || one.pid - other.pid)
}

/**
 * Whether it still holds what it held. A process that ends has no command line any more while its sockets are still open, long enough for
 * the next to find its port taken. So it is its state that tells: they are closed once its last thread is a zombie.
 */
export function runs({ pid, startedAt }: Process): boolean {
  const stat = statOf(pid)
  return (
    stat !== null && stat.startedAt === startedAt && !(stat.state === 'Z' && stat.threads <= 1) && stat.state !== 'X'
  )
}

/** Tells it nothing where it has ended. */
export function signal(process: Process, name: NodeJS.Signals): void {
  if (!runs(process)) return
  try {
    globalThis.process.kill(process.pid, name)
  } catch {
    // it has just ended
  }
}

function statOf(pid: number): { state: string; threads: number; startedAt: number } | null {
  const text = readText(`/proc/${pid}/stat`)
  if (text === null) return null
  // The name before it is in brackets, and may hold any character.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? 'X', threads: Number(fields[17]), startedAt: Number(fields[19]) }
}
