import type { ClockSource } from '../../contract/report.ts'
import { uncertaintyAt, type WallTime } from './timekeeper.ts'

/** A boot as far as it is remembered. Its monotonic clock began at 0 and had reached `lastUptimeMs` when it was last heard of. */
export interface BootSpan {
  bootId: string
  kernelBootId: string
  lastUptimeMs: number
  known: WallTime | null
  /** What the system's clock made of it, right or wrong. */
  systemOffsetMs: number | null
}

/** Where in time a boot lies: wall = uptime + offset. */
export interface Placed {
  offsetMs: number
  source: ClockSource
  estimated: boolean
  uncertaintyAt: (uptimeMs: number) => number
}

/**
 * Places every boot in time, oldest first in `boots`. One that knew the time says so itself. One that never did lies between the end
 * of the one before and the beginning of the one after: where the system's clock fits in there it is believed, otherwise the room
 * that is left is shared out evenly. Both are marked estimated, with the furthest that the truth can be away.
 * `earliestMs`: no boot began before. Boots after the last one that knows the time are not placed.
 */
export function placeBoots(boots: BootSpan[], earliestMs: number): Map<string, Placed> {
  const placed = new Map<string, Placed>()
  // A database that was begun anew has another boot id, but the kernel's clock went on: what one knew holds for the other.
  const byKernel = new Map(boots.flatMap((boot) => (boot.known ? [[boot.kernelBootId, boot.known] as const] : [])))
  let previousEndMs = earliestMs
  let waiting: BootSpan[] = []
  for (const boot of boots) {
    const known = boot.known ?? byKernel.get(boot.kernelBootId)
    if (!known) {
      waiting.push(boot)
      continue
    }
    for (const [bootId, place] of between(waiting, previousEndMs, known.offsetMs)) placed.set(bootId, place)
    waiting = []
    placed.set(boot.bootId, {
      offsetMs: known.offsetMs,
      source: known.source,
      estimated: false,
      uncertaintyAt: (uptimeMs) => uncertaintyAt(known, uptimeMs),
    })
    previousEndMs = Math.max(previousEndMs, known.offsetMs + boot.lastUptimeMs)
  }
  return placed
}

/** Places boots that never knew the time into the room between two moments, in their order. */
function between(boots: BootSpan[], fromMs: number, toMs: number): [string, Placed][] {
  const lengthMs = boots.reduce((sum, boot) => sum + boot.lastUptimeMs, 0)
  const roomMs = Math.max(0, toMs - fromMs - lengthMs)
  // Less than no room: one of the two moments is wrong, by at least so much.
  const contradictionMs = Math.max(0, lengthMs - (toMs - fromMs))
  let earliest = fromMs
  return boots.map((boot, index) => {
    const latest = earliest + roomMs
    const system = boot.systemOffsetMs
    const fits = system !== null && system >= earliest && system <= latest
    const offsetMs = fits ? system : Math.round(earliest + (roomMs * (index + 1)) / (boots.length + 1))
    const away = Math.max(offsetMs - earliest, latest - offsetMs, contradictionMs)
    earliest += boot.lastUptimeMs
    return [
      boot.bootId,
      { offsetMs, source: fits ? 'system' : 'none', estimated: true, uncertaintyAt: () => Math.round(away) },
    ]
  })
}
