import type { Retention } from '../../contract/retention.ts'

const DAY_S = 86_400

/** Where what is kept begins, seconds since 1970, at midnight UTC. `now`: ms since 1970. */
export function keptSince({ minutesDays, hoursDays }: Retention, now: number): { minutes: number; hours: number } {
  const today = Math.floor(now / 1000 / DAY_S) * DAY_S
  return { minutes: today - minutesDays * DAY_S, hours: today - hoursDays * DAY_S }
}
