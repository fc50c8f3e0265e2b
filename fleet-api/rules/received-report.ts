import type { ReceivedReport } from '../../contract/gateway-page.ts'
import type { ClockSource } from '../../contract/report.ts'
import type { ReportRow } from '../queries/reports.ts'

/** A report as it came, for who looks at what a gateway sends. */
export function receivedReport(row: ReportRow): ReceivedReport {
  return {
    from: iso(row.startedAt),
    to: iso(row.endedAt),
    receivedAt: iso(row.receivedAt),
    latenessS: Math.round((row.receivedAt - row.endedAt) / 100) / 10,
    ridersConnected: row.ridersConnected,
    ridersPeak: row.ridersPeak,
    octets: { input: row.inputOctets, output: row.outputOctets },
    clock: {
      source: row.clockSource as ClockSource,
      uncertaintyMs: row.clockUncertaintyMs,
      estimated: row.clockEstimated ?? false,
    },
    route: { id: row.routeId || null, source: row.routeSource, confidence: row.routeConfidence ?? 0 },
    uplinkUpMs: row.uplinkUpMs,
    roundTripMs: row.roundTripMs,
    outage: row.outage,
    software: row.software,
    policyVersion: row.policyVersion,
  }
}

const iso = (at: number) => new Date(at).toISOString()
