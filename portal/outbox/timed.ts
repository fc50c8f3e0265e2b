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
