import type { FleetApp, FleetDeps } from './context.ts'
import { describedApp } from './openapi.ts'
import { positionsInRoutes } from './positions-in.ts'
import { positionsOutRoutes } from './positions-out.ts'
import { tidesRoutes } from './tides.ts'

/** What other systems tell of vehicles, and what is told to them. */
export function exchangeRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.route('/', positionsOutRoutes(deps))
  app.route('/', positionsInRoutes(deps))
  app.route('/', tidesRoutes(deps))
  return app
}
