import type { SignOn } from '../../../contract/trace.ts'
import type { Network, Timetable } from '../network.ts'
import { tripOf, tripOfBlock } from './block.ts'
import { type Found, found } from './found.ts'

/** The third rung: what the driver, or the on-board computer, has signed on to. What the feed in use does not have says nothing. */
export function bySignOn(
  signOn: SignOn | null,
  minuteAt: number,
  of: { network: Network; timetable: Timetable | null },
): Found | null {
  if (signOn === null) return null
  const { network, timetable } = of
  const { routeId, blockId, tripId } = signOn
  if (timetable !== null) {
    const trip =
      (tripId === null ? null : tripOf(timetable, tripId)) ??
      (blockId === null ? null : tripOfBlock(timetable, blockId, minuteAt))
    if (trip) return found('sign-on', trip.routeId, 90, { tripId: trip.tripId })
  }
  return routeId !== null && network.routes.has(routeId) ? found('sign-on', routeId, 85) : null
}
