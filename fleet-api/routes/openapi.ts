import { OpenAPIHono } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { Role } from '../../contract/api.ts'
import { AbordoError, problemSchema } from '../../contract/problem.ts'
import { requireRole, sameOrigin } from './access.ts'
import type { FleetApp, FleetDeps, FleetEnv } from './context.ts'

/** A part of the dashboard's API. What its schemas refuse is answered with the first thing that is wrong. */
export function describedApp(): FleetApp {
  return new OpenAPIHono<FleetEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const issue = result.error.issues[0]
      throw new AbordoError('bad-request', `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'not valid'}`)
    },
  })
}

/** How every route answers what it refuses. */
export const problem = {
  description: 'RFC 9457 problem',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** The answers of a route: the one that it is for, or a problem. */
export function answers<T extends z.ZodType>(schema: T, description: string) {
  return { 200: { description, content: { 'application/json': { schema } } }, default: problem }
}

const security = [{ session: [] }, { token: [] }]

/** Who may read a route. */
export function readableBy(deps: FleetDeps, ...roles: Role[]) {
  return { middleware: requireRole(deps, ...roles), security, 'x-roles': roles }
}

/** Who may change something by a route, and from our own pages only. */
export function changeableBy(deps: FleetDeps, ...roles: Role[]) {
  return { middleware: [sameOrigin(deps), requireRole(deps, ...roles)], security, 'x-roles': roles }
}

export const EVERYONE = ['admin', 'operator', 'official'] as const
