import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AbordoError } from '../../contract/problem.ts'
import { requireClient } from '../clients/client.ts'
import { statusPage, welcomePage } from '../pages/pages.ts'
import { secondsLeft } from '../sessions/rules.ts'
import { home, type PortalDeps, pageContext } from './context.ts'
import { sameOrigin } from './guards.ts'

/** The first page, and the two forms on it. */
export function sessionRoutes(deps: PortalDeps): Hono {
  const { sessions, clients, clock, policy } = deps
  const app = new Hono()
  app.use('/session', sameOrigin, bodyLimit({ maxSize: 2048, onError: tooLarge }))
  app.use('/session/end', sameOrigin, bodyLimit({ maxSize: 2048, onError: tooLarge }))

  app.get('/', (c) => {
    const client = clients.find(deps.remoteAddress(c))
    const session = client && sessions.of(client)
    if (!session) return c.html(welcomePage(pageContext(c, deps), policy()))
    const usedOctets = session.inputOctets + session.outputOctets
    return c.html(statusPage(pageContext(c, deps), { secondsLeft: secondsLeft(session, clock.uptime()), usedOctets }))
  })

  app.post('/session', async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const { terms } = await c.req.parseBody()
    if (terms !== policy().termsVersion) throw new AbordoError('terms-changed')
    await sessions.start(client)
    return c.redirect(home(c), 303)
  })

  app.post('/session/end', async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const session = sessions.of(client)
    if (session) await sessions.end(session, 'user-request')
    return c.redirect(home(c), 303)
  })
  return app
}

function tooLarge(): never {
  throw new AbordoError('too-large')
}
