import { createRoute } from '@hono/zod-openapi'
import { agreementChangeSchema } from '../../contract/agreement.ts'
import { assumptionsChangeSchema } from '../../contract/assumptions.ts'
import { fleetSettingsSchema } from '../../contract/fleet-settings.ts'
import { mapSettingsSchema } from '../../contract/map-settings.ts'
import { publicationChangeSchema } from '../../contract/publication.ts'
import { retentionChangeSchema } from '../../contract/retention.ts'
import { fleetSettings, setFleetSetting } from '../fleet-settings.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

/** What admins set for the whole fleet: how long data is kept, what money is reckoned by, what the map is drawn on. */
export function settingsRoutes(deps: FleetDeps) {
  const byAdmins = changeableBy(deps, 'admin')
  const now = () => fleetSettings(deps.db, deps.now())
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/settings',
        responses: answers(fleetSettingsSchema, 'What is set for the whole fleet'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await now(), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/settings/retention',
        request: { body: jsonBody(retentionChangeSchema) },
        responses: answers(fleetSettingsSchema, 'The settings; what is older than `keptSince` is deleted, for good'),
        ...byAdmins,
      }),
      async (c) => {
        await setFleetSetting(deps.db, 'retention', c.req.valid('json'), c.var.by)
        return c.json(await now(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/settings/assumptions',
        request: { body: jsonBody(assumptionsChangeSchema) },
        responses: answers(fleetSettingsSchema, 'The settings, with what figures of money are made of from now on'),
        ...byAdmins,
      }),
      async (c) => {
        await setFleetSetting(deps.db, 'assumptions', c.req.valid('json'), c.var.by)
        return c.json(await now(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/settings/map',
        request: { body: jsonBody(mapSettingsSchema) },
        responses: answers(fleetSettingsSchema, 'The settings, with what the map is drawn on from now on'),
        ...byAdmins,
      }),
      async (c) => {
        await setFleetSetting(deps.db, 'map', c.req.valid('json'), c.var.by)
        return c.json(await now(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/settings/agreement',
        request: { body: jsonBody(agreementChangeSchema) },
        responses: answers(fleetSettingsSchema, 'The settings, with what the operator has promised the city'),
        ...byAdmins,
      }),
      async (c) => {
        await setFleetSetting(deps.db, 'agreement', c.req.valid('json'), c.var.by)
        return c.json(await now(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/settings/publication',
        request: { body: jsonBody(publicationChangeSchema) },
        responses: answers(fleetSettingsSchema, 'The settings, with what anybody may read'),
        ...byAdmins,
      }),
      async (c) => {
        await setFleetSetting(deps.db, 'publication', c.req.valid('json'), c.var.by)
        return c.json(await now(), 200)
      },
    )
}
export type SettingsApi = ReturnType<typeof settingsRoutes>
