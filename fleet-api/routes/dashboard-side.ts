import { createRoute } from '@hono/zod-openapi'
import {
  type LiveEvent,
  meSchema,
  ridersAnswerSchema,
  ridersQuerySchema,
  routesAnswerSchema,
} from '../../contract/api.ts'
import { requireRole } from './access.ts'
import { accountRoutes } from './account.ts'
import { alertRoutes } from './alerts.ts'
import { annotationRoutes } from './annotations.ts'
import { billRoutes } from './bills.ts'
import { certificateRoutes } from './certificate.ts'
import { channelRoutes } from './channels.ts'
import { cityReportRoutes } from './city-report.ts'
import { connectivityRoutes } from './connectivity.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { deadZoneRoutes } from './dead-zones.ts'
import { feedRoutes } from './feeds.ts'
import { gatewayPageRoutes } from './gateway-page.ts'
import { gatewayListRoutes } from './gateways.ts'
import { mapRoutes } from './map.ts'
import { composeLive, composeNow } from './now.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'
import { policyRoutes } from './policy.ts'
import { releaseRoutes } from './releases.ts'
import { reportFileRoutes } from './report-files.ts'
import { reportReaderRoutes } from './report-readers.ts'
import { ridersByRoute } from './riders.ts'
import { routeEvidenceRoutes } from './route-evidence.ts'
import { serviceRoutes } from './service.ts'
import { settingsRoutes } from './settings.ts'
import { shareLinkRoutes } from './share-links.ts'
import { sharedPage } from './shared.ts'
import { siteRoutes } from './sites.ts'
import { termsRoutes } from './terms.ts'
import { thresholdRoutes } from './thresholds.ts'
import { ticketRoutes } from './tickets.ts'

/** What the dashboard and partners' programs ask. Each route names the roles that it is for. */
export function dashboardRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  const forEveryone = readableBy(deps, ...EVERYONE)

  app.openapi(
    createRoute({ method: 'get', path: '/api/me', responses: answers(meSchema, 'Who is signed in'), ...forEveryone }),
    (c) => c.json(c.var.me, 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/routes',
      responses: answers(routesAnswerSchema, 'Routes and riders now'),
      ...forEveryone,
    }),
    async (c) => c.json(await composeNow(deps.db, deps.now()), 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/routes/riders',
      request: { query: ridersQuerySchema },
      responses: answers(ridersAnswerSchema, 'Riders connected by route and step'),
      ...forEveryone,
    }),
    async (c) => c.json(await ridersByRoute(deps.db, c.req.valid('query'), deps.now()), 200),
  )

  app.route('/', annotationRoutes(deps))
  app.route('/', gatewayListRoutes(deps))
  // Before the alerts: its path would be an alert's.
  app.route('/', thresholdRoutes(deps))
  app.route('/', alertRoutes(deps))
  app.route('/', gatewayPageRoutes(deps))
  app.route('/', routeEvidenceRoutes(deps))
  app.route('/', siteRoutes(deps))
  app.route('/', serviceRoutes(deps))
  app.route('/', feedRoutes(deps))
  app.route('/', policyRoutes(deps))
  app.route('/', termsRoutes(deps))
  app.route('/', settingsRoutes(deps))
  app.route('/', ticketRoutes(deps))
  app.route('/', cityReportRoutes(deps))
  app.route('/', reportFileRoutes(deps))
  app.route('/', connectivityRoutes(deps))
  app.route('/', shareLinkRoutes(deps))
  app.route('/', sharedPage(deps))
  app.route('/', reportReaderRoutes(deps))
  app.route('/', billRoutes(deps))
  app.route('/', deadZoneRoutes(deps))
  app.route('/', channelRoutes(deps))
  app.route('/', releaseRoutes(deps))
  app.route('/', certificateRoutes(deps))
  app.route('/', mapRoutes(deps))
  app.route('/', accountRoutes(deps))
  app.get('/api/live', requireRole(deps, ...EVERYONE), (c) => liveStream(deps, c.req.raw.signal))
  return app
}

/** A comment this often keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

/** Server-sent events: the state now at once, then whenever reports have arrived. */
function liveStream(deps: FleetDeps, gone: AbortSignal): Response {
  const encoder = new TextEncoder()
  let stop: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text))
        } catch {
          stop()
        }
      }
      const tell = (event: LiveEvent) => send(`event: riders\ndata: ${JSON.stringify(event)}\n\n`)
      const unlisten = deps.live.listen({ hear: tell, end: () => finish() })
      const callOff = deps.every(HEARTBEAT_MS, () => send(': still here\n\n'))
      stop = () => {
        unlisten()
        callOff()
      }
      const finish = () => {
        stop()
        try {
          controller.close()
        } catch {
          // The reader closed it first.
        }
      }
      gone.addEventListener('abort', finish)
      send('retry: 3000\n\n')
      tell(await composeLive(deps.db, deps.now()))
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}
