import { ALERT_KINDS, type AlertCause, type AlertKind, type Thresholds } from '../../contract/alerts.ts'
import type { Condition } from '../../contract/api.ts'
import { causeOfSilence } from './alerts/cause.ts'
import { isSuspect } from './alerts/clock.ts'
import { missedSince } from './alerts/missing.ts'
import type { Duty, WatchedGateway } from './alerts/snapshot.ts'
import { gatewayState, LATE_MS } from './gateway-state.ts'

/** An open alert about a gateway. */
export interface OpenAlert {
  alertId: number
  kind: AlertKind
  cause: AlertCause | null
  /** ms since 1970 */
  sinceAt: number
}

/** What a gateway's condition follows from, besides its own row. */
export interface Circumstances {
  duty: Duty
  /** Silent, and it had stood for some minutes before. */
  putAway: boolean
  thresholds: Pick<Thresholds, 'clockUncertaintyMs'>
  alerts: readonly OpenAlert[]
}

type Row = Pick<
  WatchedGateway,
  | 'site'
  | 'revokedAt'
  | 'lastReceivedAt'
  | 'lastEndedAt'
  | 'lastPlace'
  | 'lastClockSource'
  | 'lastClockUncertaintyMs'
  | 'lastUplink'
>
type Said = Omit<Condition, 'alerts' | 'since'> & { since: number | null }

/** Where it was longer ago says nothing of whether it stands. */
const PLACE_MS = 5 * 60_000
/** Slower than somebody who walks, metres a second. */
const STANDS_M_S = 1

/** How a gateway is doing, since when, and why. `now`: ms since 1970. */
export function conditionOf(row: Row, circumstances: Circumstances, now: number): Condition {
  const { is, cause, since } = sayOf(row, circumstances, now)
  const alerts = circumstances.alerts.map(({ alertId }) => alertId)
  return { is, cause, since: since === null ? null : new Date(since).toISOString(), alerts }
}

function sayOf(row: Row, circumstances: Circumstances, now: number): Said {
  const state = gatewayState(row, now)
  if (state === 'never-seen') return { is: 'never-seen', cause: null, since: null }
  if (state === 'late' || state === 'missing') return ofSilent(row, circumstances, now)
  // It has been heard again; its alert closes when it has been for a little.
  const alerts = circumstances.alerts.filter(({ kind }) => kind !== 'missing')
  if (state === 'back-filling') {
    const behind = alerts.find(({ kind }) => kind === 'back-filling')
    return { is: 'back-filling', cause: null, since: behind?.sinceAt ?? null }
  }
  return ofLive(row, circumstances, alerts, now)
}

function ofSilent(row: Row, { duty, putAway, alerts }: Circumstances, now: number): Said {
  const since = row.lastReceivedAt
  const cause = row.revokedAt !== null ? 'enrolment' : causeOfSilence(row.lastUplink)
  const missing = alerts.find(({ kind }) => kind === 'missing')
  if (missing) return { is: 'missing', cause: missing.cause, since: missing.sinceAt }
  const isExpected = missedSince({ gateway: row, duty, putAway }) !== null
  // Where no timetable tells, only that it had stood before can say that it was put away.
  if (!isExpected && (duty.known || putAway) && row.revokedAt === null) return { is: 'parked', cause: null, since }
  return { is: now - (since ?? now) > LATE_MS ? 'missing' : 'late', cause, since }
}

function ofLive(row: Row, { duty, thresholds }: Circumstances, alerts: OpenAlert[], now: number): Said {
  const problems = alerts.filter(({ kind }) => kind !== 'clock-wrong')
  const [gravest] = [...problems].sort((a, b) => ALERT_KINDS.indexOf(a.kind) - ALERT_KINDS.indexOf(b.kind))
  if (gravest) return { is: 'problem', cause: gravest.cause, since: gravest.sinceAt }
  const clock = alerts.find(({ kind }) => kind === 'clock-wrong')
  if (clock || isSuspect(row, thresholds.clockUncertaintyMs))
    return { is: 'clock-suspect', cause: null, since: clock?.sinceAt ?? null }
  if (duty.known && duty.since === null && stands(row, now)) return { is: 'parked', cause: null, since: null }
  return { is: 'working', cause: null, since: null }
}

/** A vehicle of which it is known that it does not move just now. */
function stands({ site, lastPlace }: Row, now: number): boolean {
  if (site !== 'vehicle' || lastPlace === null || now - lastPlace.at > PLACE_MS) return false
  return lastPlace.bearing === null || (lastPlace.speed !== null && lastPlace.speed < STANDS_M_S)
}
