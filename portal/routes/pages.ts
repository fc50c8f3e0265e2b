import { Hono } from 'hono'
import { privacyPage, termsPage } from '../pages/texts.ts'
import { octetsLeft, secondsLeft } from '../sessions/rules.ts'
import { type PortalDeps, pageContext } from './context.ts'

/** The pages that only tell, and the captive portal API. */
export function pageRoutes(deps: PortalDeps): Hono {
  const { sessions, clients, clock } = deps
  const app = new Hono()
  app.get('/terms', (c) => c.html(termsPage(pageContext(c, deps), deps.policy())))
  app.get('/privacy', (c) => c.html(privacyPage(pageContext(c, deps))))

  // RFC 8908, section 5.
  app.get('/captive-portal/api', (c) => {
    const client = clients.find(deps.remoteAddress(c))
    const session = client && sessions.of(client)
    if (client && !session) deps.connecting.asked(client.ip)
    const octets = session && octetsLeft(session)
    // Over TLS, as RFC 8908 wants it, where that will not fail.
    const origin = deps.secureOrigin?.() ?? deps.origin
    const body = {
      captive: !session,
      'user-portal-url': `${origin}/`,
      'venue-info-url': `${origin}/`,
      'can-extend-session': session !== null && sessions.extensionsLeft(session) > 0,
      ...(session && { 'seconds-remaining': secondsLeft(session, clock.uptime()) }),
      ...(octets !== null && { 'bytes-remaining': octets }),
    }
    return c.body(JSON.stringify(body), 200, { 'Content-Type': 'application/captive+json' })
  })
  return app
}
