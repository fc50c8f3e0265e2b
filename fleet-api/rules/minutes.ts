import type { Report } from '../../contract/report.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import type { ReportRow, ReportToStore } from '../queries/reports.ts'
import { minuteOf } from './intake.ts'
import { countsOfEach } from './merged-sessions.ts'
import { uplinkOfEach } from './merged-uplink.ts'
import { movedM, type StoredFix, timedFixes, traceText } from './trace-text.ts'

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
  gateway: Pick<GatewayRow, 'gatewayId' | 'routeId'> & Partial<Pick<GatewayRow, 'site' | 'label' | 'vehicleId'>>,
  report: Report,
  receivedAt: number,
): ReportToStore {
  const routeId = gateway.routeId ?? UNKNOWN_ROUTE
  const routeSource = gateway.routeId === null ? 'unknown' : 'assignment'
  const minutes = report.merged === null ? [wholeOf(report)] : mergedOf(report)
  const { site = 'vehicle' } = gateway
  const fixes =
    site === 'vehicle' && report.trace.length > 0
      ? timedFixes(report.trace, report.startedUptimeMs, Date.parse(report.startedAt))
      : null
  const links = uplinkOfEach(report, minutes)
  const counts = countsOfEach(report, minutes)
  // Column by column: thousands of rows a second are made here, and spreading objects into one another costs several times as much.
  const rows = minutes.map((minute, index): ReportRow => {
    const told = index === minutes.length - 1 ? report : null
    const own = fixes?.filter(({ at }) => at > minute.startedAt - Number(index === 0) && at <= minute.endedAt) ?? null
    return {
      gatewayId: gateway.gatewayId,
      bootId: report.bootId,
      seq: report.seq + index,
      routeId,
      routeSource,
      minuteAt: minuteOf(minute),
      startedAt: minute.startedAt,
      endedAt: minute.endedAt,
      startedUptimeMs: minute.startedUptimeMs,
      endedUptimeMs: minute.endedUptimeMs,
      clockSource: report.clock.source,
      clockUncertaintyMs: report.clock.uncertaintyMs,
      receivedAt,
      ridersConnected: minute.ridersConnected,
      ridersPeak: minute.ridersPeak,
      sessionsStarted: minute.sessionsStarted,
      sessionsEnded: told?.sessions.ended ?? {},
      inputOctets: minute.inputOctets,
      outputOctets: minute.outputOctets,
      software: report.software,
      policyVersion: report.policyVersion,
      clockEstimated: report.clock.estimated,
      uplinkUpMs: links[index]?.upMs ?? null,
      roundTripMs: told?.uplink?.fleetMs ?? null,
      droppedReports: told?.dropped?.reports ?? null,
      droppedSessions: told?.dropped?.sessions ?? null,
      droppedInputOctets: told?.dropped?.octets.input ?? null,
      droppedOutputOctets: told?.dropped?.octets.output ?? null,
      routeConfidence: null,
      outage: links[index]?.outage ?? null,
      movedM: own === null ? null : movedIn(own, fixBefore(fixes, own[0]), report.merged !== null),
      trace: own === null ? null : traceText(own, minute.startedAt),
      signOn: report.signOn,
      sessionLengths: counts[index]?.sessionLengths ?? null,
      connectTimes: counts[index]?.connectTimes ?? null,
      chainSeq: null,
    }
  })
  const { problems, health, policyProblem } = report
  const lastUpMs = links.at(-1)?.upMs ?? null
  // What it says of the link is of the newest minute; what it counted is of all of them.
  const uplink = report.uplink && { ...report.uplink, upMs: lastUpMs ?? report.uplink.upMs }
  const vehicleKeys = [gateway.vehicleId, gateway.label, gateway.gatewayId].filter((key) => key != null)
  return { rows, problems, health, uplink, policyProblem, site, standing: gateway.routeId, vehicleKeys }
}

/** The fix before the first one of a minute, where it is not long before. */
function fixBefore(fixes: readonly StoredFix[] | null, first: StoredFix | undefined): StoredFix | null {
  if (!fixes || !first) return null
  const before = fixes[fixes.indexOf(first) - 1]
  return before && first.at - before.at <= SAME_WAY_MS ? before : null
}

const SAME_WAY_MS = 2 * 60_000

/** Metres. Minutes that were merged keep one fix each, so one of them by itself tells nothing; else only a vehicle that stands has just one. */
function movedIn(own: readonly StoredFix[], before: StoredFix | null, isMerged: boolean): number | null {
  return isMerged && before === null && own.length < 2 ? null : movedM(own, before)
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
