import { Hono } from 'hono'
import { privacyPage, termsPage } from '../pages/pages.ts'
import { secondsLeft } from '../sessions/rules.ts'
import { type PortalDeps, pageContext } from './context.ts'

/** The pages that only tell, and the captive portal API. */
export function pageRoutes(deps: PortalDeps): Hono {
  const app = new Hono()
  app.get('/terms', (c) => c.html(termsPage(pageContext(c, deps), deps.policy().termsVersion)))
  app.get('/privacy', (c) => c.html(privacyPage(pageContext(c, deps))))

  // RFC 8908, section 5.
  app.get('/captive-portal/api', (c) => {
    const client = deps.clients.find(deps.remoteAddress(c))
    const session = client && deps.sessions.of(client)
    const body = {
      captive: !session,
      'user-portal-url': `${deps.origin}/`,
      'can-extend-session': false,
      ...(session && { 'seconds-remaining': secondsLeft(session, deps.clock.uptime()) }),
    }
    return c.body(JSON.stringify(body), 200, { 'Content-Type': 'application/captive+json' })
  })
  return app
}
