/** systemd calls a clock synchronised while the kernel's bound of its error is below this (timedated: maxerror < 16 s). */
const SYNCHRONISED_MS = 16_000
/**
 * How wrong timesyncd's clock may be when it has just been set: it takes a server whose own root distance is up to 5 s (RootDistanceMaxSec)
 * and waits some 10 s for its answer, half of which counts.
 */
const JUST_SET_MS = 10_000
/** What the kernel adds to its bound of the error for each second since (MAXFREQ: 500 millionths). */
const DRIFT = 500e-6

export interface Timesyncd {
  /** What `timedatectl show --property=NTPSynchronized --value` printed; null: it could not be asked, as where no D-Bus runs. */
  printed: string | null
  /** When timesyncd last set the clock, by that clock: /run/systemd/timesync/synchronized was touched. null: never in this boot. */
  setAtMs: number | null
  /** The system's wall clock. */
  nowMs: number
}

/**
 * How wrong the system's clock may be, milliseconds; null: not synchronised. timedatectl's "yes" holds for whatever steers the kernel's
 * clock, and says no more than below 16 s; timesyncd's file says when it was set. The usual error is far smaller, but neither says it.
 */
export function timesyncdUncertaintyMs({ printed, setAtMs, nowMs }: Timesyncd): number | null {
  const says = printed?.trim() ?? null
  if (says !== null && says !== 'yes') return null
  // A file of the future: the clock has been set back since, by somebody else.
  const sinceMs = setAtMs === null || setAtMs > nowMs ? null : nowMs - setAtMs
  const byFile = sinceMs === null ? Number.POSITIVE_INFINITY : JUST_SET_MS + sinceMs * DRIFT
  if (byFile < SYNCHRONISED_MS) return byFile
  return says === null ? null : SYNCHRONISED_MS
}
