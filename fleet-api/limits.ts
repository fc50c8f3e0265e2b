import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface Limit {
  points: number
  seconds: number
}

export interface LimitSettings {
  /** Requests of one gateway. One a minute is usual; one that comes back after days offline sends several a second. */
  gateway: Limit
  /** Requests of one user or API token. */
  caller: Limit
  /** Requests from one address that fail authentication. Many gateways may share a carrier's address, some of them revoked. */
  failures: Limit
  /** Enrolments from one address that fail. */
  enrolment: Limit
  /** Pages for anybody, from one address: all of a bus's riders may share one. */
  visitor: Limit
}

export const LIMITS: LimitSettings = {
  gateway: { points: 600, seconds: 60 },
  caller: { points: 600, seconds: 60 },
  failures: { points: 100, seconds: 60 },
  enrolment: { points: 20, seconds: 60 },
  visitor: { points: 1200, seconds: 60 },
}

const ANY: Limit = { points: Number.MAX_SAFE_INTEGER, seconds: 60 }
/** For who lives faster than these limits' clock: `abordo prove`. */
export const NO_LIMITS: LimitSettings = { gateway: ANY, caller: ANY, failures: ANY, enrolment: ANY, visitor: ANY }

/** For so long a credential that was good is taken for good while its address fails too often. */
const REMEMBERED_S = 300

export type Limits = ReturnType<typeof createLimits>

/** Counts requests, in memory only: who asks too much is told to wait, and nothing of it is kept. */
export function createLimits(settings: LimitSettings = LIMITS) {
  const remembered = new RateLimiterMemory({ points: 1, duration: REMEMBERED_S })
  return {
    gateway: bucket(settings.gateway),
    caller: bucket(settings.caller),
    failures: bucket(settings.failures),
    enrolment: bucket(settings.enrolment),
    visitor: bucket(settings.visitor),
    /** Notes that a credential, by its hash, was good. */
    remember: async (hash: string) => void (await remembered.set(hash, 1, REMEMBERED_S)),
    remembers: async (hash: string) => (await remembered.get(hash)) !== null,
  }
}

/** So many in so long for each key, counted in memory. */
export function bucket({ points, seconds }: Limit) {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return {
    /** Counts one. Returns the seconds to wait where that was too many, else null. */
    async take(key: string): Promise<number | null> {
      try {
        await limiter.consume(key)
        return null
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return secondsOf(refused)
        throw refused
      }
    },
    /** Whether there have been too many: the seconds to wait, or null. */
    async wait(key: string): Promise<number | null> {
      const spent = await limiter.get(key)
      return spent !== null && spent.consumedPoints >= points ? secondsOf(spent) : null
    },
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000))
}
