import type { Clock } from '../clock.ts'
import type { UplinkState } from './state.ts'

export interface UplinkDeps {
  clock: Clock
  /** Whether the uplink's interface has a carrier and a route to anywhere. */
  link: () => boolean
  /** Asks the fleet, or where that is silent a name server: round trip in milliseconds, or null where nobody answers. */
  probe: () => Promise<number | null>
  log: (message: string) => void
  /** Called when the state has changed. */
  changed: (up: boolean) => void
}

/** A single probe may get lost in a tunnel's mouth; two in a row are an outage. */
const LOST_PROBES = 2
/** In the place of a round trip, where no probe has ended yet. */
const NOBODY_LOOKED = -1
/** So many outages have to be known before anybody is told when this one may end. */
const LEAST_OUTAGES = 3
const KEPT_OUTAGES = 20

/** Whether the bus has internet, since when, and when it usually is back. */
export function createUplinkMonitor({ clock, link, probe, log, changed }: UplinkDeps) {
  let up = true
  let sinceUptimeMs = clock.uptime()
  let roundTripMs: number | null = null
  let lookedMs: number | null = NOBODY_LOOKED
  let lost = 0
  let upMs = 0
  let countedUptimeMs = clock.uptime()
  const outagesMs: number[] = []

  /** Counts the time up to now, by what the uplink was until now. */
  function count(): void {
    const uptime = clock.uptime()
    if (up) upMs += uptime - countedUptimeMs
    countedUptimeMs = uptime
  }

  function turn(now: boolean, why: string): void {
    if (up === now) return
    count()
    if (now) {
      outagesMs.push(clock.uptime() - sinceUptimeMs)
      if (outagesMs.length > KEPT_OUTAGES) outagesMs.shift()
    }
    up = now
    sinceUptimeMs = clock.uptime()
    log(why)
    changed(up)
  }

  function usualOutageMs(): number | null {
    if (outagesMs.length < LEAST_OUTAGES) return null
    return [...outagesMs].sort((a, b) => a - b)[Math.floor(outagesMs.length / 2)] ?? null
  }

  return {
    /** A look at the link alone: cheap, every second. A link that is back is no internet yet; that takes a probe. */
    checkLink(): void {
      if (!link()) turn(false, 'the uplink is down: no link')
    },
    async checkInternet(): Promise<void> {
      if (!link()) return turn(false, 'the uplink is down: no link')
      const answered = await probe()
      lookedMs = answered
      lost = answered === null ? lost + 1 : 0
      if (answered !== null) {
        roundTripMs = answered
        // The link may have broken since the answer came in.
        if (link()) turn(true, 'the uplink is back')
      } else if (lost >= LOST_PROBES) turn(false, 'the uplink is down: nobody answers')
    },
    isUp: () => up,
    /** The last probe alone, which is no outage yet: its round trip, milliseconds; null: the internet was out of reach; -1: nobody looked. */
    lastLook: (): number | null => (up ? lookedMs : null),
    /** How long the uplink was up since this was last asked. All answers together are the time that it was up: none is told twice. */
    takeUpMs(): number {
      count()
      const taken = upMs
      upMs = 0
      return taken
    },
    state(): UplinkState {
      const usual = usualOutageMs()
      const expectedBackUptimeMs = up || usual === null ? null : sinceUptimeMs + usual
      return { up, sinceUptimeMs, roundTripMs, expectedBackUptimeMs }
    },
  }
}
