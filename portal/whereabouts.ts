import type { Whereabouts } from './accounting/accounting.ts'
import type { Clock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import { rideOf } from './guide/ride.ts'
import { createGuideStore } from './guide/store.ts'
import type { Ride } from './pages/status.ts'
import { followItxpt } from './position/itxpt.ts'
import { createPosition, type PositionDeps } from './position/keeper.ts'
import { twoSources } from './position/two-sources.ts'
import { createSignOnApp } from './sign-on/app.ts'
import { listenSignOn, type SignOnListener } from './sign-on/listen.ts'
import { createSignOnStore } from './sign-on/store.ts'

export interface WhereaboutsDeps {
  config: Pick<PortalConfig, 'dataDir' | 'gpsd' | 'itxpt' | 'signOn'>
  clock: Clock
  /** Wall time less uptime, milliseconds; null: nobody has told this boot the time yet. */
  wallOffsetMs: () => number | null
  roundTrip: PositionDeps['roundTrip']
  /** Calls a job once, so many milliseconds from now; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  log: (message: string, error?: unknown) => void
}

const LISTEN_AGAIN_MS = 30_000
/** A ride is worked out so often at most: a full bus looks at the same page. */
const RIDE_MS = 2000

/** Where the vehicle is, what its driver has signed on to, and what the guide of its route makes of that for riders. */
export function createWhereabouts({ config, clock, wallOffsetMs, roundTrip, after, log }: WhereaboutsDeps) {
  const { uptime, kernelBootId } = clock
  const { dataDir } = config
  const position = createPosition({ roundTrip, uptime })
  const guide = createGuideStore({ dataDir, log })
  const signOn = createSignOnStore({
    dataDir,
    now: () => ({ kernelBootId, uptimeMs: uptime(), wallMs: wallMs() }),
    log,
  })
  const sources = twoSources(position.note)
  const itxpt = config.itxpt && followItxpt({ ...config.itxpt, onFix: sources.second, uptime, after, log })
  let callOff = () => {}
  let listener: SignOnListener | null = null
  let ride: { of: Ride; atUptimeMs: number } | null = null

  function wallMs(): number | null {
    const offsetMs = wallOffsetMs()
    return offsetMs === null ? null : uptime() + offsetMs
  }

  async function listen(isFirst = true): Promise<void> {
    if (!config.signOn) return
    try {
      listener = await listenSignOn(createSignOnApp({ store: signOn, log }).fetch, config.signOn)
    } catch (error) {
      if (isFirst) log('the driver cannot sign on: PORTAL_SIGN_ON cannot be listened at yet; it is tried again', error)
      callOff = after(LISTEN_AGAIN_MS, () => void listen(false))
    }
  }

  return {
    /** What gpsd says, and when (monotonic ms). */
    onFix: sources.first,
    guide,
    /** What the reports carry. */
    reported: { trace: position.trace, signOn: signOn.current } satisfies Whereabouts,
    ride(): Ride {
      const atUptimeMs = uptime()
      if (!ride || atUptimeMs - ride.atUptimeMs >= RIDE_MS)
        ride = { of: rideOf(guide.current(), position.now() ? position.way() : [], wallMs()), atUptimeMs }
      return ride.of
    },
    /** For `abordo check`; null: nothing is there to tell the position. */
    about: () => (config.gpsd || itxpt ? { heard: position.isHeard(), fix: position.now() !== null } : null),
    /** Opens the sign-on API, where there is to be one; again and again where its network is not there yet. Never rejects. */
    listen: () => listen(),
    async close(): Promise<void> {
      callOff()
      itxpt?.stop()
      await listener?.close()
    },
  }
}
