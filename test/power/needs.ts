import { spawnSync } from 'node:child_process'

/** What strace is asked to do here: follow every thread, and stop the program only for the calls that are traced. */
export const STRACE_OPTIONS = ['-f', '--seccomp-bpf', '-qq']

let strace: string | null | undefined

/** null where this machine can record a program's system calls, else one plain sentence why not. */
export function straceNeeds(): string | null {
  if (strace === undefined) strace = findStraceNeeds()
  return strace
}

function findStraceNeeds(): string | null {
  if (process.platform !== 'linux') return 'A power cut is made from a record of strace, which needs Linux.'
  const tried = spawnSync('strace', [...STRACE_OPTIONS, '-o', '/dev/null', 'true'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  if (tried.error) return 'strace is not installed (Debian package strace).'
  // A container may forbid ptrace.
  return tried.status === 0 ? null : `strace may not trace here: ${tried.stderr.trim().split('\n')[0]}`
}
