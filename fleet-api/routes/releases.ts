import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import { versionSchema } from '../../contract/release.ts'
import {
  gatewayUpgradesAnswerSchema,
  type ReleaseState,
  releaseChangeSchema,
  releaseStateSchema,
  releasesAnswerSchema,
} from '../../contract/releases.ts'
import { releasesState, upgradesOf } from '../release-state.ts'
import { addCanary, removeCanary, setRing } from '../releases.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })
const known = z.object({ id: z.string() })

/** Versions of the gateways' program: which there are, who is offered them, and how they fare. */
export function releaseRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/releases',
        responses: answers(
          releasesAnswerSchema,
          'Versions of the gateways’ program, who is offered them, and how they fare',
        ),
        ...readableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await releasesState(deps.db), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/api/releases/{version}',
        request: { params: z.object({ version: versionSchema }), body: jsonBody(releaseChangeSchema) },
        responses: answers(
          releaseStateSchema,
          'The version as it is now. The ring that it is in already lets one go on that was stopped',
        ),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { version } = c.req.valid('param')
        await setRing(deps.db, version, c.req.valid('json').ring, c.var.by)
        return c.json(await stateOf(version), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/canary-gateways/{id}',
        request: { params },
        responses: answers(known, 'This gateway gets each version first'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await addCanary(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/canary-gateways/{id}',
        request: { params },
        responses: answers(known, 'This gateway gets versions with the others'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await removeCanary(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/upgrades',
        request: { params },
        responses: answers(gatewayUpgradesAnswerSchema, 'What became of the newest versions on a gateway'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await upgradesOf(deps.db, c.req.valid('param').id, deps.now()), 200),
    )

  async function stateOf(version: string): Promise<ReleaseState> {
    const found = (await releasesState(deps.db)).releases.find((release) => release.version === version)
    if (!found) throw new AbordoError('not-found')
    return found
  }
}
export type ReleaseApi = ReturnType<typeof releaseRoutes>
