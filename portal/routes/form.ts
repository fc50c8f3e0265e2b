import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AbordoError } from '../../contract/problem.ts'
import { sameOrigin } from './guards.ts'

/** What every form of a rider passes: from our own page, and of a size that a form has. */
export function ownForm(maxSize = 2048): [MiddlewareHandler, MiddlewareHandler] {
  const limit = bodyLimit({
    maxSize,
    onError: () => {
      throw new AbordoError('too-large')
    },
  })
  return [sameOrigin, limit]
}

/** The fields of a form. Any body parses; one of another type is refused. */
export async function formFields(c: Context): Promise<URLSearchParams> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new AbordoError('wrong-type')
  return new URLSearchParams(await c.req.text())
}
