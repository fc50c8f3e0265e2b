import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The fields of /proc/PID/stat from the third (the state) on; the second, in brackets, may hold spaces. null: no such process. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Whether a process runs; one that has ended and that nobody has asked after yet (a zombie) does not. */
export function runs(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

export function childrenOf(pid: number): number[] {
  return all().filter((each) => statOf(each)?.[1] === String(pid))
}

/** Those whose working directory is in a folder, also where that has been removed. */
export function runningIn(folder: string): number[] {
  return all().filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
    } catch {
      return false
    }
  })
}

function all(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}
