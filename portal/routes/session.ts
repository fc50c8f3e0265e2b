import { type Context, Hono } from 'hono'
import { AbordoError } from '../../contract/problem.ts'
import { type Client, requireClient } from '../clients/client.ts'
import { connectionOf } from '../pages/connection.ts'
import type { Html } from '../pages/layout.ts'
import { statusPage } from '../pages/status.ts'
import { endedPage, pausePage, welcomePage } from '../pages/welcome.ts'
import type { SessionRow } from '../queries/sessions.ts'
import { octetsLeft, secondsLeft } from '../sessions/rules.ts'
import { home, type PortalDeps, pageContext } from './context.ts'
import { formFields, ownForm } from './form.ts'

/** Who comes back within so long is told why the session ended; later it is news to nobody. */
const RECENT_S = 3600

/** The first page, and the forms on it. */
export function sessionRoutes(deps: PortalDeps): Hono {
  const { sessions, clients, policy } = deps
  const app = new Hono()
  const form = ownForm()

  app.get('/', (c) => {
    const client = clients.find(deps.remoteAddress(c))
    const session = client && sessions.of(client)
    if (client && !session) deps.connecting.asked(client.ip)
    return c.html(session ? statusOf(c, deps, session) : offerTo(c, deps, client))
  })

  app.post('/session', ...form, async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const terms = (await formFields(c)).get('terms')
    if (terms !== policy().termsVersion) throw new AbordoError('terms-changed')
    await sessions.start(client)
    deps.roaming.accepted(client.mac)
    return c.redirect(home(c), 303)
  })

  app.post('/session/extend', ...form, async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const session = sessions.of(client)
    if (!session) throw new AbordoError('no-extension')
    await sessions.extend(session)
    return c.redirect(home(c), 303)
  })

  app.post('/session/end', ...form, async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const session = sessions.of(client)
    if (session) await sessions.end(session, 'user-request')
    return c.redirect(home(c), 303)
  })
  return app
}

function statusOf(c: Context, deps: PortalDeps, session: SessionRow): Html {
  const { sessions, clock, policy } = deps
  const { extension } = policy()
  return statusPage(pageContext(c, deps), {
    secondsLeft: secondsLeft(session, clock.uptime()),
    usedOctets: session.inputOctets + session.outputOctets,
    octetsLeft: octetsLeft(session),
    isRemembered: deps.roaming.standing(session.clientMac) === 'remembered',
    extensionSeconds: extension && sessions.extensionsLeft(session) > 0 ? extension.seconds : null,
    connection: connectionOf(deps.uplink(), clock.uptime()),
    ride: deps.ride(),
  })
}

/** What a client without a session may do now: begin, go on, or wait. */
function offerTo(c: Context, deps: PortalDeps, client: Client | null): Html {
  const { sessions, clock, policy } = deps
  const context = pageContext(c, deps)
  const connection = connectionOf(deps.uplink(), clock.uptime())
  if (!client) return welcomePage(context, policy(), connection)
  const lastEnd = sessions.lastEnd(client)
  const recent = lastEnd && lastEnd.secondsAgo < RECENT_S ? lastEnd : null
  const allowance = sessions.allowance(client)
  if (allowance.state === 'used-up') return pausePage(context, recent, null, connection)
  if (allowance.state === 'cool-down') return pausePage(context, lastEnd, allowance.secondsLeft, connection)
  return recent ? endedPage(context, recent, policy(), connection) : welcomePage(context, policy(), connection)
}
