import { DEFAULT_THRESHOLDS, type ThresholdFields, type Thresholds } from '../../../contract/alerts.ts'

/** What is asked of the fleet, a route or a gateway. */
export interface ThresholdLayer {
  scope: 'fleet' | 'route' | 'gateway'
  scopeId: string
  fields: ThresholdFields
}

/** Whose thresholds; '' for no route or gateway of its own. */
export interface ThresholdPlace {
  routeId: string
  gatewayId: string
}

/** Thresholds by place: the narrower layer wins, field by field, over the defaults. What is the same for many is worked out once. */
export function thresholdsBy(layers: readonly ThresholdLayer[]): (place: ThresholdPlace) => Thresholds {
  const fieldsOf = new Map(layers.map(({ scope, scopeId, fields }) => [`${scope} ${scopeId}`, fields]))
  const ofFleet = laidOver(DEFAULT_THRESHOLDS, fieldsOf.get('fleet '))
  const ofRoutes = new Map<string, Thresholds>()
  const ofRoute = (routeId: string) => {
    const found = ofRoutes.get(routeId) ?? laidOver(ofFleet, fieldsOf.get(`route ${routeId}`))
    ofRoutes.set(routeId, found)
    return found
  }
  return ({ routeId, gatewayId }) => laidOver(ofRoute(routeId), fieldsOf.get(`gateway ${gatewayId}`))
}

function laidOver(wider: Thresholds, fields: ThresholdFields | undefined): Thresholds {
  if (fields === undefined) return wider
  const said = Object.entries(fields).filter(([, value]) => value !== undefined)
  return { ...wider, ...Object.fromEntries(said) }
}
