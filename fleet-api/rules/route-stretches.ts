import type { RouteStretch } from '../../contract/evidence.ts'
import type { RouteSource } from '../../contract/route-evidence.ts'

/** A minute of a gateway: its start, seconds since 1970, and the route that it was spent on. */
export interface RoutedMinute {
  minuteAt: number
  routeId: string
  routeSource: RouteSource
  routeConfidence: number | null
}

/** Minutes on end with the same route from the same source; they come in order. A silence of more than this parts them. */
const SILENCE_S = 15 * 60

export function stretchesOf(minutes: readonly RoutedMinute[]): RouteStretch[] {
  const stretches: (RouteStretch & { lastAt: number })[] = []
  for (const { minuteAt, routeId, routeSource: source, routeConfidence } of minutes) {
    const confidence = routeConfidence ?? 0
    const last = stretches.at(-1)
    const goesOn =
      last && minuteAt - last.lastAt <= SILENCE_S && last.source === source && (last.routeId ?? '') === routeId
    if (goesOn) {
      last.to = iso(minuteAt + 60)
      last.confidence = Math.min(last.confidence, confidence)
      if (minuteAt > last.lastAt) last.minutes += 1
      last.lastAt = minuteAt
    } else {
      const [from, to] = [iso(minuteAt), iso(minuteAt + 60)]
      stretches.push({ from, to, routeId: routeId || null, source, confidence, minutes: 1, lastAt: minuteAt })
    }
  }
  return stretches.map(({ lastAt: _, ...stretch }) => stretch)
}

const iso = (at: number) => new Date(at * 1000).toISOString()
