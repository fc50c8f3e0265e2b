import type { Whereabouts } from './accounting/accounting.ts'
import type { Clock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import { rideOf } from './guide/ride.ts'
import { createGuideStore } from './guide/store.ts'
import type { Ride } from './pages/status.ts'
import { createPosition, type PositionDeps } from './position/keeper.ts'
import { createSignOnApp } from './sign-on/app.ts'
import { listenSignOn } from './sign-on/listen.ts'
import { createSignOnStore } from './sign-on/store.ts'

export interface WhereaboutsDeps {
  config: Pick<PortalConfig, 'dataDir' | 'gpsd' | 'signOn'>
  clock: Clock
  /** Wall time less uptime, milliseconds; null: nobody has told this boot the time yet. */
  wallOffsetMs: () => number | null
  roundTrip: PositionDeps['roundTrip']
  log: (message: string, error?: unknown) => void
}

/** A ride is worked out so often at most: a full bus looks at the same page. */
const RIDE_MS = 2000

/** Where the vehicle is, what its driver has signed on to, and what the guide of its route makes of that for riders. */
export function createWhereabouts({ config, clock, wallOffsetMs, roundTrip, log }: WhereaboutsDeps) {
  const { uptime, kernelBootId } = clock
  const { dataDir } = config
  const position = createPosition({ roundTrip, uptime })
  const guide = createGuideStore({ dataDir, log })
  const signOn = createSignOnStore({
    dataDir,
    now() {
      const [uptimeMs, offsetMs] = [uptime(), wallOffsetMs()]
      return { kernelBootId, uptimeMs, wallMs: offsetMs === null ? null : uptimeMs + offsetMs }
    },
    log,
  })
  let ride: { of: Ride; atUptimeMs: number } | null = null

  return {
    position,
    guide,
    /** What the reports carry. */
    reported: { trace: position.trace, signOn: signOn.current } satisfies Whereabouts,
    ride(): Ride {
      const atUptimeMs = uptime()
      if (!ride || atUptimeMs - ride.atUptimeMs >= RIDE_MS)
        ride = { of: rideOf(guide.current(), position.now() ? position.way() : []), atUptimeMs }
      return ride.of
    },
    /** For `abordo check`; null: nothing is there to tell the position. */
    about: () => (config.gpsd ? { heard: position.isHeard(), fix: position.now() !== null } : null),
    /** Opens the sign-on API, where there is to be one. */
    listen: async () =>
      config.signOn ? listenSignOn(createSignOnApp({ store: signOn, log }).fetch, config.signOn) : null,
  }
}
