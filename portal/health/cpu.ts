/** Time of all processors together since boot, in the kernel's ticks. */
export interface CpuTime {
  busy: number
  total: number
}

/** The first line of /proc/stat: `cpu user nice system idle iowait irq softirq steal …`, where guests are counted in user and nice. */
const ALL_PROCESSORS = /^cpu +(.*)$/m
const COUNTED = 8
const IDLE = 3
const IO_WAIT = 4

/** Reads /proc/stat; null where it does not say. */
export function cpuTime(procStat: string): CpuTime | null {
  const ticks = (ALL_PROCESSORS.exec(procStat)?.[1] ?? '').trim().split(/ +/).slice(0, COUNTED)
  if (ticks.length <= IDLE || !ticks.every((each) => /^\d{1,15}$/.test(each))) return null
  const total = ticks.reduce((sum, each) => sum + Number(each), 0)
  return { busy: total - Number(ticks[IDLE]) - Number(ticks[IO_WAIT] ?? 0), total }
}

/** Share of the time in use between two readings, 0 to 1; null where none has passed. */
export function cpuShare(before: CpuTime | null, now: CpuTime | null): number | null {
  if (before === null || now === null || now.total <= before.total) return null
  // The kernel's count of waiting for disks may run backwards.
  return Math.min(1, Math.max(0, (now.busy - before.busy) / (now.total - before.total)))
}
