import type { MiddlewareHandler } from 'hono'
import type { FleetDeps, FleetEnv } from './context.ts'

/**
 * Says to a route that changes something by whom it is asked (`c.var.by`), and fails where the route then answers well without having
 * gone through the audit log: so that nobody can forget it without a test turning red.
 */
export function accountable(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    let told = false
    c.set('by', {
      actor: c.var.actor,
      now: deps.now(),
      requestId: c.var.requestId,
      recorded: () => {
        told = true
      },
    })
    await next()
    if (c.res.ok && !told) throw new Error(`${c.req.method} ${c.req.path} has left nothing in the audit log`)
  }
}
