import type { GatewayState } from '../../../contract/api.ts'
import type { MapGateway } from '../../../contract/map.ts'

/** How a gateway is marked, the gravest first. */
export const MARKS = [
  'missing',
  'late',
  'back-filling',
  'never-seen',
  'live',
] as const satisfies readonly GatewayState[]
export type Mark = (typeof MARKS)[number]

export function markOf(gateway: MapGateway): Mark {
  return gateway.state
}

/** The outline of a mark: colour alone tells nothing to many. */
export type Outline = 'circle' | 'square' | 'diamond' | 'triangle' | 'ring'

export const OUTLINES: Record<Mark, Outline> = {
  missing: 'square',
  late: 'diamond',
  'back-filling': 'triangle',
  'never-seen': 'ring',
  live: 'circle',
}
