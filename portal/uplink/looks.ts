import { hasCarrier, hasDefaultRoute, KERNEL, type KernelFolders } from './interface.ts'
import { type RoundTrips, roundTripsOf } from './probe.ts'

/** The uplink as last looked at. */
export interface UplinkLook extends RoundTrips {
  /** The interface has a carrier. */
  link: boolean
  /** There is a default route over it. */
  route: boolean
}

export interface UplinkLooksDeps {
  wanInterface: string
  fleetUrl: string | null
  uptime: () => number
  folders?: KernelFolders
  askBoth?: () => Promise<RoundTrips>
}

export type UplinkLooks = ReturnType<typeof createUplinkLooks>

/** What the uplink's monitor asks by, kept for the next report. */
export function createUplinkLooks(deps: UplinkLooksDeps) {
  const { wanInterface, fleetUrl, uptime, folders = KERNEL } = deps
  const { askBoth = roundTripsOf({ fleetUrl, uptime }) } = deps
  let last: UplinkLook = { link: false, route: false, dnsMs: null, fleetMs: null }

  /** Whether packets have a way out at all. */
  function isLinked(): boolean {
    const link = hasCarrier(wanInterface, folders)
    const route = hasDefaultRoute(wanInterface, folders)
    const trips = link && route ? { dnsMs: last.dnsMs, fleetMs: last.fleetMs } : { dnsMs: null, fleetMs: null }
    last = { link, route, ...trips }
    return link && route
  }

  isLinked()
  return {
    isLinked,
    /** A round trip to the fleet, or where that is silent to a name server; null where neither answers. */
    async probe(): Promise<number | null> {
      const trips = await askBoth()
      // An answer that came in before the link broke says nothing of the uplink as it is now.
      if (last.link && last.route) last = { ...last, ...trips }
      return trips.fleetMs ?? trips.dnsMs
    },
    last: (): UplinkLook => last,
  }
}
