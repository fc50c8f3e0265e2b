import type { MiddlewareHandler } from 'hono'
import { AbordoError } from '../../contract/problem.ts'
import { holdsNul, mayHoldNul, NUL_REFUSED } from '../rules/nul.ts'

/**
 * Refuses requests with a NUL character in their address or their JSON: one of the databases cannot hold it, and so that both
 * behave alike neither gets it. Gateways' reports are judged one by one instead (rules/intake.ts).
 */
export const refuseNul: MiddlewareHandler = async (c, next) => {
  if (c.req.url.includes('%00')) throw new AbordoError('bad-request', `The address ${NUL_REFUSED}.`)
  const isJson = /^application\/json\b/i.test(c.req.header('content-type') ?? '')
  if (isJson && c.req.path.startsWith('/api/')) {
    // Of a copy: who answers the request reads it too.
    const text = await c.req.raw.clone().text()
    if (mayHoldNul(text) && holdsNul(parsed(text))) throw new AbordoError('bad-request', `The body ${NUL_REFUSED}.`)
  }
  return next()
}

/** What is no JSON is refused by who reads it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
