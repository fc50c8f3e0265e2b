import type { Health } from '../../contract/telemetry.ts'

/** Reads /proc/meminfo. `MemAvailable` is the kernel's own estimate of what programs can still get, caches given up. */
export function memoryOf(meminfo: string): Health['memory'] {
  const available = kilobytes(meminfo, 'MemAvailable')
  const total = kilobytes(meminfo, 'MemTotal')
  return available === null || total === null ? null : { availableOctets: available * 1024, totalOctets: total * 1024 }
}

function kilobytes(meminfo: string, name: string): number | null {
  const digits = new RegExp(`^${name}: +(\\d{1,12}) kB$`, 'm').exec(meminfo)?.[1]
  return digits === undefined ? null : Number(digits)
}
