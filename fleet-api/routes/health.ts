import { Hono } from 'hono'
import type { GatewayState } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import { certificateEnd } from '../queries/certificates.ts'
import { listGatewaysNow } from '../queries/gateways.ts'
import { askEveryTable } from '../queries/health.ts'
import { gatewayState } from '../rules/gateway-state.ts'
import { requireRole } from './access.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { limitGuesses } from './limits.ts'

/** A database that has not answered by then does not count as answering. */
const READY_WITHIN_MS = 2000
const READY_AGAIN_S = 5

/** What a supervisor, a load balancer and Prometheus ask. The first two need no sign-in, and are told nothing but yes or no. */
export function healthRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()
  app.use('/healthz', noStore)
  app.use('/readyz', noStore)
  app.get('/healthz', (c) => c.json({ ok: true }))

  app.get('/readyz', async (c) => {
    const why = deps.stopping() ? 'the fleet is stopping' : await databaseTrouble(deps)
    if (why === null) return c.json({ ok: true })
    c.header('Retry-After', String(READY_AGAIN_S))
    throw new AbordoError('unavailable', undefined, { cause: why })
  })

  app.get('/metrics', limitGuesses(deps), requireRole(deps, 'admin', 'operator'), async (c) => {
    if (c.req.header('authorization') === undefined)
      throw new AbordoError('not-signed-in', 'Send an API token: a cookie does not open the metrics.')
    const text = await deps.metrics.text({
      gateways: await gatewaysByState(deps),
      listeners: deps.live.listeners(),
      databaseOctets: await deps.db.size(),
      certificateEndsAt: deps.certificate && (await certificateEnd(deps.db, deps.certificate.hostName)),
    })
    return c.body(text, 200, { 'Content-Type': deps.metrics.contentType, 'Cache-Control': 'no-store' })
  })
  return app
}

async function noStore(c: { header: (name: string, value: string) => void }, next: () => Promise<void>) {
  await next()
  c.header('Cache-Control', 'no-store')
}

/** What is wrong with the database; null: nothing. */
async function databaseTrouble(deps: FleetDeps): Promise<unknown> {
  let callOff = () => {}
  const tooLate = new Promise<never>((_, reject) => {
    callOff = deps.every(READY_WITHIN_MS, () => reject(new Error('the database does not answer')))
  })
  try {
    await Promise.race([askEveryTable(deps.db), tooLate])
    return null
  } catch (error) {
    return error
  } finally {
    callOff()
  }
}

async function gatewaysByState(deps: FleetDeps): Promise<Record<GatewayState, number>> {
  const counts = { live: 0, late: 0, 'back-filling': 0, missing: 0, 'never-seen': 0 }
  const now = deps.now()
  for (const gateway of await listGatewaysNow(deps.db)) counts[gatewayState(gateway, now)] += 1
  return counts
}
