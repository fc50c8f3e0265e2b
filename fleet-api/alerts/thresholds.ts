import type { ThresholdFields, ThresholdLayers, Thresholds } from '../../contract/alerts.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { By } from '../audit.ts'
import { thresholdLayers } from '../queries/alert-watch.ts'
import { findGateway, routeExists } from '../queries/gateways.ts'
import { writeThresholds } from '../queries/thresholds.ts'
import { type ThresholdPlace, thresholdsBy } from '../rules/alerts/thresholds.ts'

export type ThresholdScope = 'fleet' | 'route' | 'gateway'
type Layer = Awaited<ReturnType<typeof thresholdLayers>>[number]
type Part = ThresholdLayers['routes'][number]

/** Every layer of thresholds, and what follows for gateways that have nothing of their own. */
export async function allThresholds(db: FleetDatabase): Promise<ThresholdLayers> {
  const layers = await thresholdLayers(db)
  const of = (scope: ThresholdScope) => layers.filter((layer) => layer.scope === scope).map(partOf)
  const [fleet] = of('fleet').map(({ fields, updatedAt }) => ({ fields, updatedAt }))
  const effective = thresholdsBy(layers)({ routeId: '', gatewayId: '' })
  return { fleet: fleet ?? null, routes: of('route'), gateways: of('gateway'), effective }
}

/**
 * Sets the thresholds of the fleet, a route or a gateway; null: it has none of its own any more. Returns its layer and what holds for it now.
 * Throws AbordoError: not-found.
 */
export async function setThresholds(
  db: FleetDatabase,
  { scope, scopeId, fields }: { scope: ThresholdScope; scopeId: string; fields: ThresholdFields | null },
  by: By,
): Promise<{ layer: Part | null; effective: Thresholds }> {
  const place = await placeOf(db, scope, scopeId)
  await writeThresholds(db, { scope, scopeId, fields }, by)
  const layers = await thresholdLayers(db)
  const layer = layers.find((one) => one.scope === scope && one.scopeId === scopeId)
  return { layer: layer ? partOf(layer) : null, effective: thresholdsBy(layers)(place) }
}

async function placeOf(db: FleetDatabase, scope: ThresholdScope, scopeId: string): Promise<ThresholdPlace> {
  if (scope === 'fleet') return { routeId: '', gatewayId: '' }
  if (scope === 'route') {
    if (await routeExists(db, scopeId)) return { routeId: scopeId, gatewayId: '' }
    throw new AbordoError('not-found', 'There is no route of this id.')
  }
  const gateway = await findGateway(db, scopeId)
  if (!gateway) throw new AbordoError('not-found', 'There is no gateway of this id.')
  return { routeId: gateway.routeId ?? gateway.lastRouteId ?? '', gatewayId: scopeId }
}

function partOf({ scopeId, fields, updatedAt }: Layer): Part {
  return { id: scopeId, fields, updatedAt: new Date(updatedAt).toISOString() }
}
