import { Hono } from 'hono'
import { type Client, requireClient } from '../clients/client.ts'
import { type MyData, myDataPage } from '../pages/my-data.ts'
import { secondsLeft } from '../sessions/rules.ts'
import { type PortalDeps, pageContext } from './context.ts'
import { ownForm } from './form.ts'

/** A client's own data: to see, and to delete. */
export function myDataRoutes(deps: PortalDeps): Hono {
  const { sessions, clients } = deps
  const app = new Hono()
  app.get('/my-data', (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    return c.html(myDataPage(pageContext(c, deps), dataOf(deps, client)))
  })

  app.post('/my-data/delete', ...ownForm(), async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    const session = sessions.of(client)
    if (session) await sessions.end(session, 'user-request')
    // Else the next request would have it let in again.
    deps.roaming.refuse(client.mac)
    // After the end, which notes how it ended.
    sessions.forgetToday(client)
    return c.redirect(`/my-data?lang=${pageContext(c, deps).language}`, 303)
  })

  app.post('/my-data/forget', ...ownForm(), async (c) => {
    const client = requireClient(clients, deps.remoteAddress(c))
    deps.roaming.refuse(client.mac)
    return c.redirect(`/my-data?lang=${pageContext(c, deps).language}`, 303)
  })
  return app
}

function dataOf({ sessions, clock, policy, problems, roaming }: PortalDeps, client: Client): MyData {
  const row = sessions.of(client)
  const uptime = clock.uptime()
  const counted = sessions.sessionsToday(client)
  // Without a daily limit nobody counts: the number in the row says only that there is one.
  const sessionsToday = policy().sessionsPerDay === null ? null : counted
  return {
    session: row && {
      mac: row.clientMac,
      ip: row.clientIp,
      row,
      startedSecondsAgo: Math.floor((uptime - row.startedUptimeMs) / 1000),
      secondsLeft: secondsLeft(row, uptime),
    },
    today: counted > 0 ? { sessions: sessionsToday, lastEnd: sessions.lastEnd(client) } : null,
    accepted: roaming.standing(client.mac),
    reportsThisHour: problems.countOf(client),
  }
}
