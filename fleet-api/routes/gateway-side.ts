import { type Context, Hono } from 'hono'
import type { CertificateAnswer } from '../../contract/certificate.ts'
import { type CredentialAnswer, type EnrolAnswer, enrolRequestSchema } from '../../contract/enrolment.ts'
import type { Guide, GuideNews } from '../../contract/guide.ts'
import { AbordoError, type ErrorCode } from '../../contract/problem.ts'
import { REPORTS_PER_REQUEST, REPORTS_REQUEST_OCTETS, type ReportsAnswer, type Verdict } from '../../contract/report.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import { createHandOut } from '../certificate/hand-out.ts'
import { lookForClone } from '../clones.ts'
import { ingest } from '../ingest.ts'
import { wantedPolicy } from '../policies.ts'
import { offerCredential, useEnrolmentCode } from '../queries/credentials.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import type { ReportRow } from '../queries/reports.ts'
import { offeredVersion } from '../release-offers.ts'
import { renewalDue } from '../rules/credential.ts'
import { takeReport } from '../rules/intake.ts'
import { rowsOf } from '../rules/minutes.ts'
import { hashSecret, makeToken } from '../secrets.ts'
import { guideFor } from '../signal/guide.ts'
import { requireGateway } from './access.ts'
import { readJsonAs, readJsonItems } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { deviceRoutes } from './device-side.ts'
import { releaseSideRoutes } from './release-side.ts'
import { roamingRoutes } from './roaming-side.ts'

const REFUSED = { unknown: 'code-unknown', used: 'code-used', expired: 'code-expired' } as const satisfies Record<
  string,
  ErrorCode
>

/** What gateways ask: enrolment, credential, reports, policy. */
export function gatewayRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()
  const certificate = createHandOut({ ...deps, hostName: deps.certificate?.hostName ?? null })

  app.post('/v1/enrol', async (c) => {
    const request = await readJsonAs(c, enrolRequestSchema, 10_000)
    const credential = makeToken('gateway')
    const used = await useEnrolmentCode(deps.db, {
      codeHash: hashSecret(request.code),
      credentialHash: hashSecret(credential),
      software: request.software,
      now: deps.now(),
    })
    if (typeof used === 'string')
      throw new AbordoError(REFUSED[used], 'Ask for a new enrolment code: each is valid once, for 7 days.')
    deps.live.changed()
    return c.json({ gatewayId: used.gatewayId, credential } satisfies EnrolAnswer)
  })

  app.post('/v1/reports', async (c) => {
    const gateway = await requireGateway(deps, c)
    const { value: items, mayHoldNul } = await readJsonItems(c, REPORTS_REQUEST_OCTETS)
    if (!Array.isArray(items)) throw new AbordoError('bad-request', 'Send an array of reports.')
    if (items.length > REPORTS_PER_REQUEST)
      throw new AbordoError('too-large', `Send at most ${REPORTS_PER_REQUEST} reports in one request.`)
    const { verdicts, routeId } = await takeReports(deps, gateway, items, mayHoldNul)
    deps.metrics.verdicts(verdicts)
    if (verdicts.some(({ verdict }) => verdict === 'stored')) deps.live.changed()
    const now = deps.now()
    const { policy } = await wantedPolicy(deps.db, gateway, now)
    return c.json({
      serverAt: new Date(now).toISOString(),
      policyVersion: policy.version,
      guideVersion: (await guideFor(deps.db, { ...gateway, lastRouteId: routeId }, guided(deps, c)))?.version ?? null,
      renewCredential: renewalDue(gateway, now),
      releaseVersion: await offeredVersion(deps.db, gateway, now),
      certificateVersion: (await certificate())?.version ?? null,
      verdicts,
    } satisfies ReportsAnswer)
  })

  app.get('/v1/guide', async (c) => {
    const gateway = await requireGateway(deps, c)
    const guide = await guideFor(deps.db, gateway, guided(deps, c))
    if (guide === null) return c.body(null, 204)
    const etag = `"${guide.version}"`
    c.header('ETag', etag)
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    const { version, shapesVersion, share } = guide
    // Without the shapes that the gateway has.
    if (shapesVersion !== undefined && c.req.query('shapes') === shapesVersion)
      return c.json({ version, shapesVersion, ...(share && { share }) } satisfies GuideNews)
    return c.json(guide satisfies Guide)
  })

  app.get('/v1/certificate', async (c) => {
    await requireGateway(deps, c)
    const held = await certificate()
    // With its key in it, it is nobody's to keep on the way.
    c.header('Cache-Control', 'no-store')
    if (held === null) return c.body(null, 204)
    const etag = `"${held.version}"`
    c.header('ETag', etag)
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.json(held.answer satisfies CertificateAnswer)
  })

  app.post('/v1/credential', async (c) => {
    const { gatewayId, credentialHash } = await requireGateway(deps, c)
    const credential = makeToken('gateway')
    const offered = await offerCredential(deps.db, { gatewayId, credentialHash, nextHash: hashSecret(credential) })
    // Revoked or renewed since the line above: by another request, or by hand.
    if (!offered) throw new AbordoError('wrong-credential', 'This credential is no longer in use.')
    c.header('Cache-Control', 'no-store')
    return c.json({ credential } satisfies CredentialAnswer)
  })

  app.get('/v1/policy', async (c) => {
    const gateway = await requireGateway(deps, c)
    const { policy } = await wantedPolicy(deps.db, gateway, deps.now())
    const etag = `"${policy.version}"`
    c.header('ETag', etag)
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.json({ protocol: PROTOCOL_VERSION, ...policy })
  })
  app.route('/', deviceRoutes(deps))
  app.route('/', releaseSideRoutes(deps))
  app.route('/', roamingRoutes(deps))
  return app
}

function guided({ now, publicUrl }: FleetDeps, c: Context) {
  return { now: now(), origin: publicUrl ?? new URL(c.req.url).origin }
}

/** A verdict for each item, in order, and the route that the gateway is on now; everything `stored` is committed when this resolves. */
async function takeReports(
  deps: FleetDeps,
  gateway: GatewayRow,
  items: unknown[],
  mayHoldNul: boolean,
): Promise<{ verdicts: Verdict[]; routeId: string | null }> {
  const now = deps.now()
  const taken = items.map((item) => takeReport(item, now, mayHoldNul))
  const toStore = taken.flatMap((item) => ('report' in item ? [rowsOf(gateway, item.report, now)] : []))
  const outcomes = await ingest(deps.db, toStore, deps.metrics.transaction)
  const stored = toStore.filter((_, index) => outcomes[index] === 'stored').flatMap(({ rows }) => rows)
  await lookForClone(deps.db, gateway, stored, now)
  const newest = stored.reduce<ReportRow | null>((a, b) => (a !== null && a.endedAt >= b.endedAt ? a : b), null)
  const isNews = newest !== null && newest.endedAt >= (gateway.lastEndedAt ?? 0)
  let place = 0
  const verdicts = taken.map((item, index): Verdict => {
    if ('reason' in item) return { index, verdict: 'rejected', ...item }
    const outcome = outcomes[place++] ?? 'duplicate'
    return outcome === 'overlap' ? { index, verdict: 'rejected', ...OVERLAP } : { index, verdict: outcome }
  })
  return { verdicts, routeId: isNews ? newest.routeId : gateway.lastRouteId }
}

const OVERLAP = { reason: 'merged: some of these minutes are stored already, others are not', code: 'overlap' }
