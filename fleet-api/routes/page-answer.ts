import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { NoticeLanguage } from '../../contract/channels.ts'
import { AbordoError } from '../../contract/problem.ts'
import { EMBED } from './content-security.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { tagged } from './etag.ts'
import { limitVisitors } from './limits.ts'
import { problem } from './openapi.ts'

export const languageQuery = z.object({
  lang: z.string().optional().describe('`es` or `en`; without it, what the browser asks for, or else Spanish.'),
})

/** How a page is described. */
export function pageAnswers(description: string, type = 'text/html') {
  return { 200: { description, content: { [type]: { schema: z.string() } } }, default: problem }
}

/** Spanish, unless English is asked for. */
export function languageOf(c: Context, asked: string | undefined): NoticeLanguage {
  c.header('Vary', 'Accept-Language', { append: true })
  if (asked === 'es' || asked === 'en') return asked
  return /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es'
}

/** Tags pages and pictures; when a report was made says nothing of its figures. */
export const taggedPages = tagged({
  types: /^(text\/html|image\/svg\+xml)/,
  cacheControl: 'private, no-cache',
  without: /<time class="made"[^>]*>[^<]*<\/time>/,
})

/** For anybody: counted by address, tagged, and kept on the way for a while. */
export function forVisitors(deps: FleetDeps): MiddlewareHandler<FleetEnv>[] {
  return [limitVisitors(deps), taggedPages]
}

/** Who is not signed in, and reads by a browser, is shown where to sign in. */
export function orToSignIn(guard: MiddlewareHandler<FleetEnv>): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    try {
      return await guard(c, next)
    } catch (thrown) {
      const isReader = c.req.header('accept')?.includes('text/html')
      if (isReader && thrown instanceof AbordoError && thrown.code === 'not-signed-in') return c.redirect('/', 303)
      throw thrown
    }
  }
}

/** What other sites may show within their pages; around secureHeaders, which forbids it for all the rest. */
export const embeddable: MiddlewareHandler<FleetEnv> = async (c, next) => {
  await next()
  if (!c.req.path.startsWith(EMBED)) return
  c.res.headers.delete('X-Frame-Options')
  c.res.headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
}
