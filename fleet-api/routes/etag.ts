import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { FleetEnv } from './context.ts'

/** Which answers are tagged, how they may be kept where nothing else is said, and what of their text makes no new answer. */
interface Tagging {
  types: RegExp
  cacheControl: string
  without: RegExp
}

/**
 * Tags answers, so that who asks again is told "as before" instead. The tag is a weak one: it is of the text without what says nothing but
 * when it was made.
 */
export function tagged({ types, cacheControl, without }: Tagging): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    await next()
    const isOne = types.test(c.res.headers.get('Content-Type') ?? '')
    if (c.req.method !== 'GET' || c.res.status !== 200 || !isOne) return
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', cacheControl)
    if (c.res.headers.get('Cache-Control')?.includes('no-store')) return
    const text = await c.res.text()
    const tag = `W/"${createHash('sha256').update(text.replace(without, '')).digest('base64url').slice(0, 22)}"`
    const same = matches(c.req.header('if-none-match'), tag)
    const headers = new Headers(c.res.headers)
    headers.set('ETag', tag)
    if (same) for (const name of ['Content-Type', 'Content-Length']) headers.delete(name)
    // Set to nothing first: Hono would add the old answer's headers to the new one's.
    c.res = undefined
    c.res = new Response(same ? null : text, { status: same ? 304 : 200, headers })
  }
}

/** Tags the API's JSON. `asOf` alone makes no new answer: within a JSON string every quote has a backslash before it, so it is that field. */
export const etag = tagged({
  types: /^application\/json/,
  cacheControl: 'private, no-cache',
  without: /"asOf":"[^"]*"/,
})

/** RFC 9110, section 13.1.2: compared weakly. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch?.trim() === '*') return true
  const opaque = tag.replace(/^W\//, '')
  return ifNoneMatch?.match(/"[^"]*"/g)?.includes(opaque) ?? false
}
