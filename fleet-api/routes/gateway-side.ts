import { Hono } from 'hono'
import { type EnrolAnswer, enrolRequestSchema } from '../../contract/enrolment.ts'
import { AbordoError, type ErrorCode } from '../../contract/problem.ts'
import {
  REPORTS_PER_REQUEST,
  REPORTS_REQUEST_OCTETS,
  type Report,
  type ReportsAnswer,
  type Verdict,
} from '../../contract/report.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { readPolicy } from '../queries/access.ts'
import { type GatewayRow, useEnrolmentCode } from '../queries/gateways.ts'
import { type ReportRow, storeReports } from '../queries/reports.ts'
import { reportMinute, takeReport } from '../rules/intake.ts'
import { hashSecret, makeToken } from '../secrets.ts'
import { requireGateway } from './access.ts'
import { readJson } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'

const REFUSED = { unknown: 'code-unknown', used: 'code-used', expired: 'code-expired' } as const satisfies Record<
  string,
  ErrorCode
>

/** What gateways ask: enrolment, reports, policy. */
export function gatewayRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()

  app.post('/v1/enrol', async (c) => {
    const request = enrolRequestSchema.safeParse(await readJson(c, 10_000))
    if (!request.success)
      throw new AbordoError(
        'bad-request',
        `${request.error.issues[0]?.path.join('.')}: ${request.error.issues[0]?.message}`,
      )
    const credential = makeToken('gateway')
    const used = await useEnrolmentCode(deps.db, {
      codeHash: hashSecret(request.data.code),
      credentialHash: hashSecret(credential),
      software: request.data.software,
      now: deps.now(),
    })
    if (typeof used === 'string')
      throw new AbordoError(REFUSED[used], 'Ask for a new enrolment code: each is valid once, for 7 days.')
    deps.live.changed()
    return c.json({ gatewayId: used.gatewayId, credential } satisfies EnrolAnswer)
  })

  app.post('/v1/reports', async (c) => {
    const gateway = await requireGateway(deps, c)
    const items = await readJson(c, REPORTS_REQUEST_OCTETS)
    if (!Array.isArray(items)) throw new AbordoError('bad-request', 'Send an array of reports.')
    if (items.length > REPORTS_PER_REQUEST)
      throw new AbordoError('too-large', `Send at most ${REPORTS_PER_REQUEST} reports in one request.`)
    const verdicts = await takeReports(deps, gateway, items)
    if (verdicts.some(({ verdict }) => verdict === 'stored')) deps.live.changed()
    const { version: policyVersion } = await readPolicy(deps.db)
    const serverAt = new Date(deps.now()).toISOString()
    return c.json({ serverAt, policyVersion, renewCredential: false, verdicts } satisfies ReportsAnswer)
  })

  app.get('/v1/policy', async (c) => {
    await requireGateway(deps, c)
    const policy = await readPolicy(deps.db)
    const etag = `"${policy.version}"`
    c.header('ETag', etag)
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.json(policy)
  })
  return app
}

/** A verdict for each item, in order; everything `stored` is committed when this resolves. */
async function takeReports(deps: FleetDeps, gateway: GatewayRow, items: unknown[]): Promise<Verdict[]> {
  const now = deps.now()
  const taken = items.map((item) => takeReport(item, now))
  const rows = taken.flatMap((item) => ('report' in item ? [rowOf(gateway, item.report, now)] : []))
  const isNew = await storeReports(deps.db, rows)
  let row = 0
  return taken.map((item, index) => {
    if ('reason' in item) return { index, verdict: 'rejected', reason: item.reason }
    return { index, verdict: isNew[row++] ? 'stored' : 'duplicate' }
  })
}

function rowOf(gateway: GatewayRow, report: Report, receivedAt: number): ReportRow {
  return {
    gatewayId: gateway.gatewayId,
    bootId: report.bootId,
    seq: report.seq,
    routeId: gateway.routeId ?? UNKNOWN_ROUTE,
    routeSource: gateway.routeId === null ? 'unknown' : 'assignment',
    minuteAt: reportMinute(report),
    startedAt: Date.parse(report.startedAt),
    endedAt: Date.parse(report.endedAt),
    startedUptimeMs: report.startedUptimeMs,
    endedUptimeMs: report.endedUptimeMs,
    clockSource: report.clock.source,
    clockUncertaintyMs: report.clock.uncertaintyMs,
    receivedAt,
    ridersConnected: report.riders.connected,
    ridersPeak: report.riders.peak,
    sessionsStarted: report.sessions.started,
    sessionsEnded: report.sessions.ended,
    inputOctets: report.octets.input,
    outputOctets: report.octets.output,
    software: report.software,
    policyVersion: report.policyVersion,
    problems: report.problems,
  }
}
