import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { PLAIN_ENV } from '../bus/command.ts'

// It reads until nobody holds the other end of the pipe: the owner has ended it, or is dead, even by SIGKILL. What is left then
// is removed: the process that was named last (an empty line: none), the segment of shared memory by which a killed PostgreSQL
// marks its data as in use (its id is in line 7 of postmaster.pid), and the folder.
const SCRIPT = `
alive() { kill -0 "$1" 2>/dev/null && case "$(cat "/proc/$1/stat" 2>/dev/null)" in *') Z '*) false ;; esac; }
pid=
while read -r named; do pid=$named; done
if [ -n "$pid" ]; then
  kill -QUIT "$pid"
  left=80
  while alive "$pid" && [ $left -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
  if alive "$pid"; then kill -KILL "$pid"; sleep 1; fi
fi
segment=$(sed -n '7s/.* //p' "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$segment" ]; then ipcrm -m "$segment"; fi
left=20
until rm -rf "$1" || [ $left -eq 0 ]; do sleep 0.1; left=$((left - 1)); done
`

/** Outlives its owner, and leaves nothing of him behind. */
export interface Watchdog {
  /** The only process to be ended with the owner. */
  watch(pid: number | null): void
  /** Removes what is left. */
  end(): Promise<void>
}

/** Watches over a folder with a PostgreSQL's data. */
export function watchOver(folder: string): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // ctrl-C is for the owner
    cwd: '/',
    env: PLAIN_ENV,
  })
  const pipe = shell.stdin as Socket
  pipe.on('error', () => undefined)
  const ended = once(shell, 'exit')
  shell.unref()
  pipe.unref()
  return {
    watch: (pid) => void pipe.write(`${pid ?? ''}\n`),
    async end() {
      shell.ref()
      pipe.end()
      await ended
    },
  }
}
