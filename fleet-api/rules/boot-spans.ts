import type { gatewayBoot } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { Owed } from './cells.ts'

/** First and last minute that a boot of a gateway reported on a route. In between it owes a report for every minute. */
export type Span = typeof gatewayBoot.$inferSelect

/** One boot of a gateway. */
export interface Boot {
  gatewayId: string
  bootId: string
}

export const bootKey = ({ gatewayId, bootId }: Boot) => `${gatewayId} ${bootId}`

export const spanKey = (span: Pick<Span, 'gatewayId' | 'bootId' | 'routeId'>) =>
  `${span.gatewayId} ${span.bootId} ${span.routeId}`

/** The spans of these rows and those `known` together, and the minutes that have become due with them. */
export function widened(rows: ReportRow[], known: Map<string, Span>): { spans: Span[]; owed: Owed[] } {
  const spans = new Map<string, Span>()
  for (const row of rows) {
    const key = spanKey(row)
    const span = spans.get(key) ?? spanOf(row)
    span.firstMinuteAt = Math.min(span.firstMinuteAt, row.minuteAt)
    span.lastMinuteAt = Math.max(span.lastMinuteAt, row.minuteAt)
    spans.set(key, span)
  }
  const owed: Owed[] = []
  for (const [key, span] of spans) {
    const { gatewayId, routeId } = span
    const before = known.get(key)
    if (!before) {
      owed.push({ gatewayId, routeId, from: span.firstMinuteAt, to: span.lastMinuteAt })
      continue
    }
    if (span.firstMinuteAt < before.firstMinuteAt)
      owed.push({ gatewayId, routeId, from: span.firstMinuteAt, to: before.firstMinuteAt - 60 })
    if (span.lastMinuteAt > before.lastMinuteAt)
      owed.push({ gatewayId, routeId, from: before.lastMinuteAt + 60, to: span.lastMinuteAt })
    span.firstMinuteAt = Math.min(span.firstMinuteAt, before.firstMinuteAt)
    span.lastMinuteAt = Math.max(span.lastMinuteAt, before.lastMinuteAt)
  }
  return { spans: [...spans.values()], owed }
}

function spanOf({ gatewayId, bootId, routeId, minuteAt }: ReportRow): Span {
  return { gatewayId, bootId, routeId, firstMinuteAt: minuteAt, lastMinuteAt: minuteAt }
}
