import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { PAGES } from '../../contract/pages.ts'
import type { FleetEnv } from './context.ts'

/** The built dashboard. Its assets carry a hash in their names, so they may be kept; the page itself may not. */
export function dashboardFiles(folder: string): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()
  const files = { root: folder, precompressed: true }
  app.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.status === 200) c.header('Cache-Control', 'public, max-age=31536000, immutable')
  })
  for (const page of PAGES) {
    // Its own file names what it is going to load; without one the first page's does too.
    const own = serveStatic({ ...files, path: `pages/${page}.html` })
    const first = serveStatic({ ...files, path: 'index.html' })
    for (const path of [`/${page}`, `/${page}/*`]) app.get(path, own, first)
  }
  app.use('*', serveStatic(files))
  return app
}
