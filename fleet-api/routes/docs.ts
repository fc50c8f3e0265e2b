import type { OpenAPIHono } from '@hono/zod-openapi'
import { apiDocument } from '../docs/document.ts'
import { docsPage } from '../docs/page.ts'
import type { ApiDocument } from '../docs/types.ts'
import type { FleetEnv } from './context.ts'

/** The API's description, for programs and for people. Both are made when they are first asked for, of all routes that there are. */
export function docsRoutes(app: OpenAPIHono<FleetEnv>): void {
  let document: ApiDocument | null = null
  let page: string | null = null
  const described = () => (document ??= apiDocument(app))
  app.get('/api/openapi.json', (c) => c.json(described()))
  app.get('/api/docs', (c) => {
    c.header('Cache-Control', 'no-cache')
    page ??= docsPage(described())
    return c.html(page)
  })
}
