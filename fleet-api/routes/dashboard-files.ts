import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { FleetEnv } from './context.ts'

/** The built dashboard. Its assets carry a hash in their names, so they may be kept; the page itself may not. */
export function dashboardFiles(folder: string): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()
  app.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.status === 200) c.header('Cache-Control', 'public, max-age=31536000, immutable')
  })
  app.use('*', serveStatic({ root: folder }))
  return app
}
