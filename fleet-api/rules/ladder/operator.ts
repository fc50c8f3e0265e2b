import type { reattribution } from '../../../db/fleet/schema.ts'
import { type Found, found } from './found.ts'

export type Reattribution = typeof reattribution.$inferSelect

/** Above all rungs: an operator's word on a stretch of a gateway's past. The newest counts; they come in that order. */
export function byOperator(reattributions: readonly Reattribution[], minuteAt: number): Found | null {
  const one = reattributions.find(({ fromMinuteAt, toMinuteAt }) => fromMinuteAt <= minuteAt && minuteAt <= toMinuteAt)
  return one ? found('operator', one.routeId, 100) : null
}
