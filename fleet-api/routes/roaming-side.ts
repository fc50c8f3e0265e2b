import { Hono } from 'hono'
import { type RoamingAnswer, roamingExchangeSchema } from '../../contract/roaming.ts'
import { wantedPolicy } from '../policies.ts'
import { dayOfRoaming } from '../roaming/day.ts'
import { exchange } from '../roaming/exchange.ts'
import { makeDayKey } from '../secrets.ts'
import { requireGateway } from './access.ts'
import { readJsonAs } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { answerDay } from './day-answer.ts'

/** Octets of a request, as it is when it is unpacked. */
const LARGEST_BODY = 150_000

/** Accept once, ride all day: gateways fetch the day's key, and tell each other who has accepted. */
export function roamingRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()

  app.get('/v1/roaming', async (c) => {
    const gateway = await requireGateway(deps, c)
    const now = deps.now()
    const { acceptOnce } = (await wantedPolicy(deps.db, gateway, now)).policy
    return answerDay(c, acceptOnce ? await dayOfRoaming(deps.db, now, makeDayKey) : null, now)
  })

  app.post('/v1/roaming', async (c) => {
    const gateway = await requireGateway(deps, c)
    const asked = await readJsonAs(c, roamingExchangeSchema, LARGEST_BODY)
    const { acceptOnce } = (await wantedPolicy(deps.db, gateway, deps.now())).policy
    const answer = acceptOnce
      ? await exchange(deps.db, gateway.gatewayId, asked, deps.now)
      : { closed: true, accepted: '', next: 0, more: false }
    c.header('Cache-Control', 'no-store')
    return c.json({ ...answer, serverAt: new Date(deps.now()).toISOString() } satisfies RoamingAnswer)
  })
  return app
}
