import { OpenAPIHono } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { Role } from '../../contract/api.ts'
import { AbordoError, problemSchema } from '../../contract/problem.ts'
import { requireRole, sameOrigin } from './access.ts'
import { accountable } from './accountable.ts'
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

/** A body of JSON, which has to be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Of a route that is open to everybody. */
export const FOR_ALL = { security: [], 'x-roles': ['public'] }

const security = [{ session: [] }, { token: [] }]

/** Who may read a route. */
export function readableBy(deps: FleetDeps, ...roles: Role[]) {
  return { middleware: requireRole(deps, ...roles), security, 'x-roles': roles }
}

/** Who may change something by a route, from our own pages only; what is changed is in the audit log. */
export function changeableBy(deps: FleetDeps, ...roles: Role[]) {
  return { middleware: [sameOrigin(deps), requireRole(deps, ...roles), accountable(deps)], security, 'x-roles': roles }
}

export const EVERYONE = ['admin', 'operator', 'official'] as const
