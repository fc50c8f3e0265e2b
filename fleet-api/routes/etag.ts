import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { FleetEnv } from './context.ts'

/**
 * Tags JSON answers, so that who asks again is told "as before" instead. `asOf` alone makes no new answer: the tag is of the rest, and
 * therefore a weak one.
 */
export const etag: MiddlewareHandler<FleetEnv> = async (c, next) => {
  await next()
  const isJson = c.res.headers.get('Content-Type')?.startsWith('application/json')
  if (c.req.method !== 'GET' || c.res.status !== 200 || !isJson) return
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-cache')
  if (c.res.headers.get('Cache-Control')?.includes('no-store')) return
  const text = await c.res.text()
  const tag = `W/"${createHash('sha256').update(withoutAsOf(text)).digest('base64url').slice(0, 22)}"`
  const same = matches(c.req.header('if-none-match'), tag)
  const headers = new Headers(c.res.headers)
  headers.set('ETag', tag)
  if (same) for (const name of ['Content-Type', 'Content-Length']) headers.delete(name)
  // Set to nothing first: Hono would add the old answer's headers to the new one's.
  c.res = undefined
  c.res = new Response(same ? null : text, { status: same ? 304 : 200, headers })
}

/** Within a JSON string every quote has a backslash before it, so this is the field and nothing else. */
function withoutAsOf(text: string): string {
  return text.replace(/"asOf":"[^"]*"/, '')
}

/** RFC 9110, section 13.1.2: compared weakly. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch?.trim() === '*') return true
  const opaque = tag.replace(/^W\//, '')
  return ifNoneMatch?.match(/"[^"]*"/g)?.includes(opaque) ?? false
}
