/** The gateway's own clock (/proc/uptime) counts in hundredths of a second: no reading is surer than that. */
export const UPTIME_STEP_MS = 10

/** What a source of wall time said: the wall time was `wallMs` when the monotonic clock stood at `uptimeMs`. */
export interface TimeReading {
  source: 'gnss' | 'ntp' | 'fleet'
  wallMs: number
  uptimeMs: number
  uncertaintyMs: number
}
