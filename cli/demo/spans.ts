import type { Fleet } from '../../fleet-api/main.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import type { Span } from './backfill.ts'
import { isSilent, type StagedBus } from './staged.ts'

const MINUTE_MS = 60_000
/** The part of the history that the first chart shows. */
const FIRST_MS = 6 * 60 * MINUTE_MS

export type Spans = Map<StagedBus, Span>

/** For each bus that has ever reported, the stretch of history that the fleet does not have yet. */
export async function historySpans(fleet: Fleet, buses: StagedBus[], now: number, days: number): Promise<Spans> {
  const spans: Spans = new Map()
  for (const staged of buses) {
    const { bus, since } = staged
    if (bus.fault === 'never-seen') continue
    const to = isSilent(bus) || bus.fault === 'back-filling' ? since : now
    const last = (await findGateway(fleet.db, bus.id))?.lastEndedAt ?? 0
    // The minute in which an earlier run stopped is half told already: history begins after it.
    const from = Math.max(now - days * 24 * 60 * MINUTE_MS, Math.ceil(last / MINUTE_MS) * MINUTE_MS)
    spans.set(staged, { from, to: Math.max(from, to), awakeFrom: now - FIRST_MS })
  }
  return spans
}

/**
 * What has to be there when the demo begins: the last hours before what is the newest of each bus, and of a silent one everything. While that
 * is sent it seems to speak, and whoever looks for alerts then would miss it.
 */
export function lastHours(spans: Spans): Spans {
  return part(spans, ({ from, to }, { bus }) => ({ from: isSilent(bus) ? from : Math.max(from, to - FIRST_MS), to }))
}

/** What is left of the history. */
export function before(spans: Spans): Spans {
  return part(spans, ({ from, to }, { bus }) => ({ from, to: isSilent(bus) ? from : Math.max(from, to - FIRST_MS) }))
}

/** The same buses with another part of each span. */
function part(spans: Spans, cut: (span: Span, staged: StagedBus) => { from: number; to: number }): Spans {
  return new Map([...spans].map(([staged, span]) => [staged, { ...span, ...cut(span, staged) }]))
}
