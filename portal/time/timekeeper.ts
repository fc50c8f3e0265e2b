import type { Clock } from '../clock.ts'
import type { TimeReading } from './reading.ts'

/** Wall time by the monotonic clock of one boot: wall = uptime + offset. As sure as `uncertaintyMs` at `uptimeMs`, less so away from it. */
export interface WallTime {
  source: TimeReading['source']
  offsetMs: number
  uptimeMs: number
  uncertaintyMs: number
}

/** A quartz in the heat of a dashboard runs wrong by up to 100 millionths: 9 s a day. */
const DRIFT = 100e-6
/** Sources that agree this closely need no referee. */
const AGREED_MS = 30_000
/** What a reading may lie before the last known time: that one had its uncertainty too. */
const BACK_MS = 60_000

/** How sure a boot's wall time is at another moment of that boot, milliseconds. */
export function uncertaintyAt(time: WallTime, uptimeMs: number): number {
  return Math.round(time.uncertaintyMs + Math.abs(uptimeMs - time.uptimeMs) * DRIFT)
}

export interface TimekeeperDeps {
  /** The system's clocks. */
  clock: Clock
  /** When this program was built, ms since 1970: no clock of it may be earlier. */
  builtAtMs: number
  /** The latest time that earlier boots knew for sure; null: none did. */
  lastKnownMs: number | null
  log: (message: string) => void
}

export type Timekeeper = ReturnType<typeof createTimekeeper>

/**
 * Keeps the wall time of this boot from what GNSS, NTP and the fleet say. The surest reading counts; the fleet's is the referee,
 * since its own time is what every report is held against. Until somebody has said the time, the system's clock is taken, but never
 * below the build date or the last known time.
 */
export function createTimekeeper({ clock, builtAtMs, lastKnownMs, log }: TimekeeperDeps) {
  const startedUptimeMs = clock.uptime()
  const floorMs = Math.max(builtAtMs, lastKnownMs ?? 0)
  const bySource = new Map<TimeReading['source'], WallTime>()
  let best: WallTime | null = null

  function choose(): void {
    const uptime = clock.uptime()
    const referee = bySource.get('fleet')
    const before = best
    best = null
    for (const time of bySource.values()) {
      if (referee && !agree(time, referee, uptime)) continue
      if (!best || uncertaintyAt(time, uptime) < uncertaintyAt(best, uptime)) best = time
    }
    if (!best) return
    if (!before) log(`the time is known, from ${best.source}, to ${uncertaintyAt(best, uptime)} ms`)
    else if (Math.abs(best.offsetMs - before.offsetMs) > AGREED_MS)
      log(`the clock was wrong by ${Math.round((best.offsetMs - before.offsetMs) / 1000)} s; ${best.source} says so`)
  }

  return {
    /** Both clocks, the wall clock as far as it is known. */
    clock: {
      kernelBootId: clock.kernelBootId,
      uptime: clock.uptime,
      now: () =>
        best ? clock.uptime() + best.offsetMs : Math.max(clock.now(), floorMs + clock.uptime() - startedUptimeMs),
    } satisfies Clock,
    /** Takes a reading. One that cannot be true is left, and false is returned. */
    note(reading: TimeReading): boolean {
      const { source, wallMs, uptimeMs, uncertaintyMs } = reading
      const earliest = source === 'fleet' ? builtAtMs : Math.max(builtAtMs, (lastKnownMs ?? 0) - BACK_MS)
      if (wallMs + uncertaintyMs < earliest) return false
      bySource.set(source, { source, offsetMs: Math.round(wallMs - uptimeMs), uptimeMs, uncertaintyMs })
      choose()
      return true
    },
    /** The wall time of this boot; null: nobody has said it yet. */
    known: (): WallTime | null => best,
    /** Who told it, and how sure it is now. */
    sureness: () => best && { source: best.source, uncertaintyMs: uncertaintyAt(best, clock.uptime()) },
    /** What the system's own clock would make of it, right or wrong. */
    systemOffsetMs: (): number => Math.round(clock.now() - clock.uptime()),
  }
}

function agree(a: WallTime, b: WallTime, uptime: number): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) <= AGREED_MS + uncertaintyAt(a, uptime) + uncertaintyAt(b, uptime)
}
