import type { Report } from '../../contract/report.ts'
import type { Placed } from '../time/place-boots.ts'

/** A report as the outbox keeps it: by the monotonic clock. */
export type UntimedReport = Omit<Report, 'startedAt' | 'endedAt' | 'clock'>

/** Gives a report its wall times. */
export function timedReport(report: UntimedReport, boot: Placed): Report {
  const at = (uptimeMs: number) => new Date(boot.offsetMs + uptimeMs).toISOString()
  return {
    ...report,
    startedAt: at(report.startedUptimeMs),
    endedAt: at(report.endedUptimeMs),
    clock: {
      source: boot.source,
      uncertaintyMs: boot.uncertaintyAt(report.endedUptimeMs),
      estimated: boot.estimated,
    },
  }
}

/** A report as it lies in the outbox; null: what lies there is none any more, since the disk has changed it. */
export function readBody(body: string): UntimedReport | null {
  try {
    const report: unknown = JSON.parse(body)
    return typeof report === 'object' && report !== null && 'endedUptimeMs' in report ? (report as UntimedReport) : null
  } catch {
    return null
  }
}
