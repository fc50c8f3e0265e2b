import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** The gateway's two clocks. Only `main` makes one; everything else is given it. */
export interface Clock {
  /** Wall time, milliseconds since 1970. May be wrong, may jump. */
  now(): number
  /** Monotonic time since boot, milliseconds, suspend included. Never jumps. */
  uptime(): number
  /**
   * The same since this program began, but for what the machine slept, and without a look at /proc: for what is asked at every request.
   * Left out: there is none, and `uptime` does.
   */
  elapsed?(): number
  /** The kernel's id of this boot. */
  kernelBootId: string
}

/** The machine's clocks. Where the kernel gives no boot id (not Linux), this process stands for the boot. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    uptime: () => Math.round(uptime() * 1000),
    elapsed: () => Math.round(performance.now()),
    kernelBootId: kernelBootId(),
  }
}

function kernelBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return randomUUID()
  }
}

/** Calls `job` every so often, but never a second time while it runs. */
export function every(ms: number, job: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    job()
      .catch(failed)
      .finally(() => {
        running = false
      })
  }, ms)
  return () => clearInterval(timer)
}

/** Calls `job` at each whole interval of wall time, so that a minute's report is that minute's; one at a time. */
export function everyInterval(intervalMs: number, clock: Clock, job: () => Promise<void>) {
  let timer: NodeJS.Timeout
  let running: Promise<void> = Promise.resolve()
  const schedule = () => {
    // A quarter on: a timer that fires a little early must not come twice for one boundary.
    const next = Math.ceil((clock.now() + intervalMs / 4) / intervalMs) * intervalMs
    timer = setTimeout(
      () => {
        running = running.then(job)
        schedule()
      },
      Math.max(next - clock.now(), 1),
    )
  }
  schedule()
  return { stop: () => clearTimeout(timer), idle: () => running }
}

/** Calls a job once, so many milliseconds from now; returns what calls it off. */
export function after(ms: number, job: () => void): () => void {
  const timer = setTimeout(job, ms)
  return () => clearTimeout(timer)
}
