import { createRoute } from '@hono/zod-openapi'
import { newTermsSchema, termsAnswerSchema, termsSchema } from '../../contract/terms.ts'
import { addTerms, allTerms } from '../terms.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

/** The operator's own terms of use, by version. Which one is in force the policy says. */
export function termsRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/terms',
        responses: answers(termsAnswerSchema, 'The terms of use that the operator wrote, the newest first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await allTerms(deps.db, deps.now()), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/terms',
        request: { body: jsonBody(newTermsSchema) },
        responses: answers(
          termsSchema,
          'The new version, which is never changed; the policy’s termsVersion puts it in force',
        ),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => c.json(await addTerms(deps.db, c.req.valid('json'), c.var.by), 200),
    )
}
export type TermsApi = ReturnType<typeof termsRoutes>
