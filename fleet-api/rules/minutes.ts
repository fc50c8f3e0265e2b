import type { Report } from '../../contract/report.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import type { ReportRow, ReportToStore } from '../queries/reports.ts'
import { minuteOf } from './intake.ts'

/** What a report says of one accounting interval. */
type Minute = Pick<
  ReportRow,
  | 'startedUptimeMs'
  | 'endedUptimeMs'
  | 'startedAt'
  | 'endedAt'
  | 'ridersConnected'
  | 'ridersPeak'
  | 'sessionsStarted'
  | 'inputOctets'
  | 'outputOctets'
>

/**
 * A gateway's report as it is stored: one row for each accounting interval, so that the identity of every minute is known even
 * where minutes were merged on the way. What is told of all together stands in the last row. `receivedAt`: ms since 1970.
 */
export function rowsOf(
  gateway: Pick<GatewayRow, 'gatewayId' | 'routeId'>,
  report: Report,
  receivedAt: number,
): ReportToStore {
  const common = {
    gatewayId: gateway.gatewayId,
    bootId: report.bootId,
    routeId: gateway.routeId ?? UNKNOWN_ROUTE,
    routeSource: gateway.routeId === null ? ('unknown' as const) : ('assignment' as const),
    clockSource: report.clock.source,
    clockUncertaintyMs: report.clock.uncertaintyMs,
    clockEstimated: report.clock.estimated,
    receivedAt,
    software: report.software,
    policyVersion: report.policyVersion,
  }
  const minutes = report.merged === null ? [wholeOf(report)] : mergedOf(report)
  const rows = minutes.map((minute, index) => ({
    ...common,
    ...minute,
    seq: report.seq + index,
    minuteAt: minuteOf(minute),
    ...(index === minutes.length - 1 ? toldOf(report) : NOTHING_TOLD),
  }))
  const { problems, health, uplink, policyProblem } = report
  return { rows, problems, health, uplink, policyProblem }
}

function wholeOf(report: Report): Minute {
  return {
    startedUptimeMs: report.startedUptimeMs,
    endedUptimeMs: report.endedUptimeMs,
    startedAt: Date.parse(report.startedAt),
    endedAt: Date.parse(report.endedAt),
    ridersConnected: report.riders.connected,
    ridersPeak: report.riders.peak,
    sessionsStarted: report.sessions.started,
    inputOctets: report.octets.input,
    outputOctets: report.octets.output,
  }
}

/** Each interval begins where the one before ended; wall time runs along with uptime. */
function mergedOf({ merged, startedUptimeMs, startedAt }: Report): Minute[] {
  const offset = Date.parse(startedAt) - startedUptimeMs
  let started = startedUptimeMs
  return (merged ?? []).map(([ended, ridersConnected, ridersPeak, sessionsStarted, inputOctets, outputOctets]) => {
    const minute = {
      startedUptimeMs: started,
      endedUptimeMs: ended,
      startedAt: started + offset,
      endedAt: ended + offset,
      ridersConnected,
      ridersPeak,
      sessionsStarted,
      inputOctets,
      outputOctets,
    }
    started = ended
    return minute
  })
}

const NOTHING_TOLD = {
  sessionsEnded: {},
  uplinkUpMs: null,
  roundTripMs: null,
  droppedReports: null,
  droppedSessions: null,
  droppedInputOctets: null,
  droppedOutputOctets: null,
} satisfies Partial<ReportRow>

function toldOf({ sessions, uplink, dropped }: Report) {
  return {
    sessionsEnded: sessions.ended,
    uplinkUpMs: uplink?.upMs ?? null,
    roundTripMs: uplink?.fleetMs ?? null,
    droppedReports: dropped?.reports ?? null,
    droppedSessions: dropped?.sessions ?? null,
    droppedInputOctets: dropped?.octets.input ?? null,
    droppedOutputOctets: dropped?.octets.output ?? null,
  } satisfies Partial<ReportRow>
}
