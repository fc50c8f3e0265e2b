import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import { architectureSchema, upgradeOutcomeSchema, versionSchema } from '../../contract/release.ts'
import { readParts } from '../queries/release-parts.ts'
import { findRelease } from '../queries/releases.ts'
import { manifestOf, releaseFor } from '../release-offers.ts'
import { keepOutcome } from '../releases.ts'
import { type OctetRange, rangeOf } from '../rules/octet-range.ts'
import { requireGateway } from './access.ts'
import { readJsonAs } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'

/** Octets of what a gateway says about a version. */
const LARGEST_OUTCOME = 4000

const askedSchema = z.object({
  architecture: architectureSchema,
  // One that has no such number, of a builder's desk perhaps, is offered whatever its ring holds.
  running: versionSchema.nullable().catch(null),
})

/** Versions of the gateways' program: what there is to take, its files, and what became of it. */
export function releaseSideRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()

  app.get('/v1/release', async (c) => {
    const gateway = await requireGateway(deps, c)
    const asked = askedSchema.safeParse(c.req.query())
    if (!asked.success) throw new AbordoError('bad-request', 'architecture: one of amd64, arm64')
    const answer = await releaseFor(deps.db, gateway, asked.data, deps.now())
    c.header('Cache-Control', 'no-store')
    return answer === null ? c.body(null, 204) : c.json(answer)
  })

  app.get('/v1/releases/:version/:architecture', async (c) => {
    await requireGateway(deps, c)
    const { version, architecture: asked } = c.req.param()
    const row = await findRelease(deps.db, version)
    // Withdrawn: nobody goes on fetching it.
    const file = row && row.ring !== 'none' && manifestOf(row).files.find(({ architecture }) => architecture === asked)
    if (!file) throw new AbordoError('not-found', 'There is no such file of a version here.')
    const { architecture, octets, sha256 } = file
    const etag = `"${sha256}"`
    c.header('ETag', etag)
    c.header('Accept-Ranges', 'bytes')
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    const range = rangeOf(wantedRange(c, etag), octets)
    if (range === 'outside') {
      c.header('Content-Range', `bytes */${octets}`)
      return c.body(null, 416)
    }
    const sent = range === 'whole' ? { first: 0, last: octets - 1 } : range
    c.header('Content-Type', 'application/octet-stream')
    c.header('Content-Length', String(sent.last - sent.first + 1))
    if (range !== 'whole') c.header('Content-Range', `bytes ${sent.first}-${sent.last}/${octets}`)
    return c.body(streamOf(deps, { version, architecture }, sent), range === 'whole' ? 200 : 206)
  })

  app.post('/v1/upgrades', async (c) => {
    const { gatewayId } = await requireGateway(deps, c)
    const outcome = await readJsonAs(c, upgradeOutcomeSchema, LARGEST_OUTCOME)
    const isStopped = await keepOutcome(deps.db, gatewayId, outcome, deps.now())
    if (isStopped)
      deps.log(`version ${outcome.version} is stopped: gateways have rolled it back. See Settings, Versions`)
    return c.body(null, 204)
  })
  return app
}

/** RFC 9110, section 13.1.5: a range of another version of the file is of no use to anybody. */
function wantedRange(c: Context, etag: string): string | undefined {
  const ifRange = c.req.header('if-range')
  return ifRange === undefined || ifRange === etag ? c.req.header('range') : undefined
}

/** Reads a part when the one before has been sent: a fleet that sends to hundreds holds hundreds of parts, not of files. */
function streamOf(
  { db }: FleetDeps,
  file: Parameters<typeof readParts>[1],
  { first, last }: OctetRange,
): ReadableStream<Uint8Array> {
  const parts = readParts(db, file, { first, last })
  let left = last - first + 1
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await parts.next()
        if (value) {
          left -= value.length
          controller.enqueue(value)
        }
        // It was removed meanwhile: the connection has to break, so that nobody takes what there is for all.
        if (done && left > 0) controller.error(new Error('the file is gone'))
        else if (left === 0) controller.close()
      },
      cancel: async () => void (await parts.return(undefined)),
    },
    { highWaterMark: 1 },
  )
}
