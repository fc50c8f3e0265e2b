import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { AbordoError } from '../../contract/problem.ts'
import { type RoamingAnswer, type RoamingDayAnswer, roamingExchangeSchema } from '../../contract/roaming.ts'
import { wantedPolicy } from '../policies.ts'
import { dayOfRoaming } from '../roaming/day.ts'
import { exchange } from '../roaming/exchange.ts'
import { requireGateway } from './access.ts'
import { readJson } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'

/** Octets of a request, as it is when it is unpacked. */
const LARGEST_BODY = 150_000

/** Accept once, ride all day: gateways fetch the day's key, and tell each other who has accepted. */
export function roamingRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()

  app.get('/v1/roaming', async (c) => {
    const gateway = await requireGateway(deps, c)
    const now = deps.now()
    c.header('Cache-Control', 'no-store')
    if (!(await wantedPolicy(deps.db, gateway, now)).policy.acceptOnce) return c.body(null, 204)
    const day = await dayOfRoaming(deps.db, now, () => randomBytes(32).toString('base64url'))
    if (day === null) return c.body(null, 204)
    return c.json({
      date: day.date,
      from: new Date(day.fromAt * 1000).toISOString(),
      to: new Date(day.toAt * 1000).toISOString(),
      key: day.key,
      serverAt: new Date(now).toISOString(),
    } satisfies RoamingDayAnswer)
  })

  app.post('/v1/roaming', async (c) => {
    const gateway = await requireGateway(deps, c)
    const asked = roamingExchangeSchema.safeParse(await readJson(c, LARGEST_BODY))
    if (!asked.success)
      throw new AbordoError(
        'bad-request',
        `${asked.error.issues[0]?.path.join('.')}: ${asked.error.issues[0]?.message}`,
      )
    const { acceptOnce } = (await wantedPolicy(deps.db, gateway, deps.now())).policy
    const answer = acceptOnce
      ? await exchange(deps.db, gateway.gatewayId, asked.data, deps.now)
      : { closed: true, accepted: '', next: 0, more: false }
    c.header('Cache-Control', 'no-store')
    return c.json({ ...answer, serverAt: new Date(deps.now()).toISOString() } satisfies RoamingAnswer)
  })
  return app
}
