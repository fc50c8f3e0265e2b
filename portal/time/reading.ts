/** What a source of wall time said: the wall time was `wallMs` when the monotonic clock stood at `uptimeMs`. */
export interface TimeReading {
  source: 'gnss' | 'ntp' | 'fleet'
  wallMs: number
  uptimeMs: number
  uncertaintyMs: number
}
