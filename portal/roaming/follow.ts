import { type FleetAddress, FleetRefusal } from '../fleet-ask.ts'
import { exchangeFingerprints, pullRoamingDay } from './exchange.ts'
import { nameOfKey, packed, unpacked } from './fingerprint.ts'
import type { Roaming } from './memory.ts'

export interface FollowRoamingDeps {
  roaming: Pick<Roaming, 'isDayWanted' | 'hold' | 'held' | 'isOn' | 'untold' | 'keep' | 'forget' | 'onNews'>
  /** The fleet, under the credential that is good now. */
  fleet: () => FleetAddress
  /** Calls `job` after so many milliseconds; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  uptime: () => number
  log: (message: string, error?: unknown) => void
}

/** Riders who accept within so long are told of together: a phone that changes buses takes longer. */
const TELL_AFTER_MS = 5_000
/** With the fleet's answer to a report, on the same connection. */
const ASK_AFTER_MS = 100
/** A fleet that does not know of this, or does not want it, is asked again so much later. */
const AGAIN_MS = 15 * 60_000
/** Of a day there are no more answers than this; a fleet that says `more` for ever is not followed. */
const MOST_AT_ONCE = 200

/** Fetches the day in which riders accept once, tells the fleet who has accepted here, and asks who has elsewhere. */
export function createRoamingFollower({ roaming, fleet, after, uptime, log }: FollowRoamingDeps) {
  let callOff: (() => void) | null = null
  let running: Promise<void> | null = null
  let isNews = false
  let failed = false
  let refusedAt: number | null = null
  let stopped = false

  async function follow(): Promise<void> {
    if (roaming.isDayWanted()) {
      const day = await pullRoamingDay(fleet())
      if (!day) throw new FleetRefusal('riders accept on every bus today')
      roaming.hold(day)
    }
    for (let left = MOST_AT_ONCE; left > 0 && !stopped; left -= 1) if (!(await exchangeOnce())) break
  }

  /** True: there is more to come or to tell. */
  async function exchangeOnce(): Promise<boolean> {
    const day = roaming.held()
    if (!day || !roaming.isOn()) return false
    const told = roaming.untold()
    const { date, key, next: after } = day
    const answer = await exchangeFingerprints(fleet(), { date, keyName: nameOfKey(key), after, accepted: packed(told) })
    if (answer.closed) {
      roaming.forget()
      return false
    }
    roaming.keep(day, { told, came: unpacked(answer.accepted), next: answer.next })
    return answer.more
  }

  function run(): void {
    callOff = null
    isNews = false
    running = follow()
      .then(
        () => {
          failed = false
          refusedAt = null
        },
        (error: unknown) => {
          if (!failed) log('the fleet could not be asked who has accepted today; it is asked again later', error)
          failed = true
          refusedAt = error instanceof FleetRefusal ? uptime() : null
        },
      )
      .finally(() => {
        running = null
        if (isNews) soon()
      })
  }

  function soon(): void {
    isNews = true
    if (callOff || running || stopped || failed) return
    callOff = after(TELL_AFTER_MS, run)
  }
  roaming.onNews(soon)

  return {
    /** The fleet answers: it is told and asked now. */
    look(): void {
      if (running || stopped) return
      if (!roaming.isOn() && !roaming.isDayWanted()) return
      // A link that failed is back, as the answer shows.
      if (refusedAt !== null && uptime() - refusedAt < AGAIN_MS) return
      callOff?.()
      callOff = after(ASK_AFTER_MS, run)
    },
    /** Resolves when nothing is under way. */
    idle: async (): Promise<void> => running ?? undefined,
    stop(): void {
      stopped = true
      callOff?.()
    },
  }
}
