import type { SimUse } from './sim-use.ts'
import type { Found, Rule } from './snapshot.ts'

const DAY_MS = 86_400_000
/** A forecast from less than this would be a guess. */
const LEAST_MS = 3 * DAY_MS

/** The month of the city that runs: ms since 1970, half open. */
export interface Month {
  from: number
  to: number
}

/**
 * A SIM that has used a share of what it may use in a month, or that will have used all of it before the month ends if it goes on as it has.
 * `share` in the facts is the highest that is reached; null: it is a forecast alone.
 */
export function simQuota(month: Month): Rule {
  return ({ simUse, thresholds: { simOctets, simShares } }, now) => {
    if (simOctets === null) return []
    return simUse.flatMap((use) => foundOf(use, { simOctets, simShares, month, now }) ?? [])
  }
}

function foundOf(
  { port, octets, sinceAt }: SimUse,
  { simOctets, simShares, month, now }: { simOctets: number; simShares: number[]; month: Month; now: number },
): Found | null {
  const reached = simShares.filter((share) => octets >= share * simOctets)
  const share = reached.length === 0 ? null : Math.max(...reached)
  const runsOutAt = octets >= simOctets ? null : runsOut({ octets, sinceAt, simOctets, now })
  const isForecast = runsOutAt !== null && runsOutAt < month.to
  if (share === null && !isForecast) return null
  const runsOutOn = isForecast ? new Date(runsOutAt).toISOString() : null
  return {
    since: now,
    cause: octets >= simOctets ? 'sim-used-up' : null,
    facts: { usedOctets: octets, simOctets, share, runsOutOn },
    holdMinutes: 0,
    part: port,
  }
}

/** When a SIM will have used all of it, at the pace of this month so far; null: too little is known. */
function runsOut({ octets, sinceAt, simOctets, now }: Omit<SimUse, 'port'> & { simOctets: number; now: number }) {
  const passedMs = now - sinceAt
  if (passedMs < LEAST_MS || octets === 0) return null
  return now + ((simOctets - octets) * passedMs) / octets
}
