import type { Policy } from '../../contract/policy.ts'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import { clientDayFinder, forgetClientDay, hashOfDay, noteClientEnd, noteClientStart } from '../queries/client-days.ts'
import { serviceDayOf } from '../time/service-day.ts'
import { type Allowance, allowanceOf } from './rules.ts'

export type ClientMemory = ReturnType<typeof createClientMemory>

/** What the gateway remembers of clients beyond their sessions: for this service day, under a keyed hash, and no longer. */
export function createClientMemory(db: GatewayDatabase, clock: Clock, bootId: string, policy: () => Policy) {
  let today = { date: '', hash: (_mac: string) => '' }

  function hash(mac: string): string {
    const date = serviceDayOf(clock.now())
    if (today.date !== date) today = { date, hash: hashOfDay(db, date) }
    return today.hash(mac)
  }
  const find = clientDayFinder(db)
  const dayOf = (mac: string) => find(hash(mac))

  return {
    allowance: (mac: string): Allowance => allowanceOf(policy(), dayOf(mac), { uptime: clock.uptime(), bootId }),
    /** Kept only where somebody asks how many there were. */
    started(mac: string): void {
      if (policy().sessionsPerDay !== null) noteClientStart(db, hash(mac))
    },
    ended: (mac: string, cause: TerminateCause) =>
      noteClientEnd(db, hash(mac), { cause, uptimeMs: clock.uptime(), bootId }),
    /** How this client's last session of the day ended, in this boot; null: none has. */
    lastEnd(mac: string): { cause: TerminateCause; secondsAgo: number } | null {
      const day = dayOf(mac)
      if (!day || day.lastCause === null || day.lastEndedUptimeMs === null || day.lastBootId !== bootId) return null
      return {
        cause: day.lastCause,
        secondsAgo: Math.max(0, Math.round((clock.uptime() - day.lastEndedUptimeMs) / 1000)),
      }
    },
    /** The same, of whatever boot: how long ago is not known of an earlier one. */
    lastEndToday(mac: string): { cause: TerminateCause; secondsAgo: number | null } | null {
      const cause = dayOf(mac)?.lastCause ?? null
      return cause === null ? null : { cause, secondsAgo: this.lastEnd(mac)?.secondsAgo ?? null }
    },
    sessionsToday: (mac: string): number => dayOf(mac)?.sessions ?? 0,
    /** The client asked to be forgotten. */
    forget: (mac: string) => forgetClientDay(db, hash(mac)),
    /** Begins the day anew where the date has changed: yesterday's key and hashes go. */
    turn: () => void hash(''),
  }
}
