import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { liveEventSchema } from '../../contract/api.ts'
import { problemSchema } from '../../contract/problem.ts'
import type { FleetEnv } from '../routes/context.ts'
import { answers, EVERYONE, FOR_ALL, jsonBody, problem } from '../routes/openapi.ts'

const signedIn = { security: [{ session: [] }, { token: [] }], 'x-roles': [...EVERYONE] }
const okSchema = z.object({ ok: z.literal(true) })
const textual = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
  default: problem,
})

/** Describes the routes that are not made from schemas: sign-in, the live stream, health, and the description itself. */
export function describeElsewhere({ openAPIRegistry: registry }: OpenAPIHono<FleetEnv>): void {
  registry.registerPath({
    method: 'post',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in by e-mail and password',
    description: 'At most ten times a minute from one address. For a program, an API token is simpler.',
    request: {
      body: jsonBody(z.object({ email: z.email(), password: z.string() })),
    },
    responses: answers(z.object({}), 'Signed in: the answer sets the cookie abordo.session_token'),
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'post',
    path: '/api/auth/sign-out',
    summary: 'Sign out',
    request: { body: jsonBody(z.object({})) },
    responses: answers(z.object({ success: z.boolean() }), 'Signed out'),
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'get',
    path: '/api/live',
    summary: 'Follow the state as it changes',
    description:
      'Server-sent events: the state now at once, then again whenever reports have arrived, at most once a second. Each event is the whole state, so a lost one costs nothing.',
    responses: {
      200: {
        description: 'A stream of events named `riders`; the data of each is JSON',
        content: { 'text/event-stream': { schema: liveEventSchema } },
      },
      default: problem,
    },
    ...signedIn,
  })
  registry.registerPath({
    method: 'get',
    path: '/healthz',
    summary: 'Does the process answer?',
    responses: answers(okSchema, 'It does'),
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'get',
    path: '/readyz',
    summary: 'Can the fleet work?',
    description: 'The database answers and is migrated, and the fleet is not about to stop.',
    responses: {
      ...answers(okSchema, 'It can'),
      503: {
        description: 'It cannot; Retry-After says when to ask again',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    description: 'With an API token of the scope `metrics` only; a cookie does not open it.',
    responses: textual('text/plain', 'Prometheus’ text format'),
    security: [{ token: [] }],
    'x-roles': ['admin', 'operator'],
  })
  registry.registerPath({
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This description, for programs',
    responses: answers(z.record(z.string(), z.unknown()), 'OpenAPI 3.1'),
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'get',
    path: '/api/docs',
    summary: 'This description, for people',
    responses: textual('text/html', 'A page'),
    ...FOR_ALL,
  })
}
