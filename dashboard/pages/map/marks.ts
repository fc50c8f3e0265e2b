import type { Condition } from '../../../contract/api.ts'
import type { MapGateway } from '../../../contract/map.ts'
import { CONDITION_ORDER } from '../../models/gateway-list.ts'

/** How a gateway is marked: by its condition, the gravest first. */
export const MARKS = CONDITION_ORDER
export type Mark = Condition['is']

export function markOf(gateway: Pick<MapGateway, 'condition'>): Mark {
  return gateway.condition.is
}

/** The outline of a mark: colour alone tells nothing to many. */
export type Outline = 'circle' | 'square' | 'diamond' | 'triangle' | 'hexagon' | 'drop' | 'ring'

export const OUTLINES: Record<Mark, Outline> = {
  missing: 'square',
  problem: 'triangle',
  late: 'diamond',
  'clock-suspect': 'hexagon',
  'back-filling': 'drop',
  'never-seen': 'ring',
  parked: 'ring',
  working: 'circle',
}
