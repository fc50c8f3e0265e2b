import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** The gateway's two clocks. Only `main` makes one; everything else is given it. */
export interface Clock {
  /** Wall time, milliseconds since 1970. May be wrong, may jump. */
  now(): number
  /** Monotonic time since boot, milliseconds, suspend included. Never jumps. */
  uptime(): number
  /** The kernel's id of this boot. */
  kernelBootId: string
}

/** The machine's clocks. Where the kernel gives no boot id (not Linux), this process stands for the boot. */
export function systemClock(): Clock {
  return { now: () => Date.now(), uptime: () => Math.round(uptime() * 1000), kernelBootId: kernelBootId() }
}

function kernelBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return randomUUID()
  }
}
