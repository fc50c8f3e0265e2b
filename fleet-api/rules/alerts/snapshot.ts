import type { AlertCause, AlertFacts, AlertKind, AlertScope, Thresholds } from '../../../contract/alerts.ts'
import type { GatewayState } from '../../../contract/api.ts'
import type { gateway } from '../../../db/fleet/schema.ts'
import type { WantedVersion } from '../notices.ts'
import type { SimUse } from './sim-use.ts'

/** What alerts need to know of a gateway's row. */
export type WatchedGateway = Pick<
  typeof gateway.$inferSelect,
  | 'gatewayId'
  | 'site'
  | 'siteId'
  | 'routeId'
  | 'revokedAt'
  | 'lastReceivedAt'
  | 'lastEndedAt'
  | 'lastRouteId'
  | 'lastPlace'
  | 'lastClockSource'
  | 'lastClockUncertaintyMs'
  | 'lastPolicyVersion'
  | 'policyProblemVersion'
  | 'policyProblemReason'
  | 'lastHealth'
  | 'lastUplink'
>

/** Whether the service that a gateway belongs to runs now. */
export interface Duty {
  /** The route that it is to run, or ran last; '' for places and where none is known. */
  routeId: string
  /** Whether an operator says that it runs this route today; a place stands where it stands. */
  assigned: boolean
  /** False: neither a timetable nor opening hours tell. */
  known: boolean
  /** Since when its service runs without a long break (ms since 1970); null: it does not run now. */
  since: number | null
}

/** One gateway as it is now, with all that its alerts follow from. */
export interface Snapshot {
  gateway: WatchedGateway
  state: GatewayState
  duty: Duty
  /** Silent, and it had stood for some minutes before: it was put away. */
  putAway: boolean
  /** The fleet itself has been listening without a break since then, ms since 1970. */
  listeningSince: number
  wanted: WantedVersion
  simUse: readonly SimUse[]
  /** When riders reported the faults that nobody has answered, ms since 1970, the oldest first. */
  riderProblems: readonly number[]
  thresholds: Thresholds
}

/** A condition that holds now. */
export interface Found {
  /** Since when, as far as is known; ms since 1970. */
  since: number
  cause: AlertCause | null
  facts: AlertFacts
  /** How long it has to have held before anybody is told, in minutes. */
  holdMinutes: number
  /** The SIM's port; left out: ''. */
  part?: string
}

/** unknown: the gateway does not tell just now, so what was known stands. */
export type Told = Found[] | 'unknown'

/** The conditions of one kind that hold of a gateway. `now`: ms since 1970. */
export type Rule = (snapshot: Snapshot, now: number) => Found | Found[] | null | 'unknown'

/** A condition that holds, and what it is about. */
export interface Finding extends Found {
  kind: AlertKind
  scope: AlertScope
  subjectId: string
  part: string
  routeId: string
  /** The key of the finding that stands for this one. */
  partOf: string | null
}

/** What names an alert while it is not closed. */
export function keyOf({
  kind,
  scope,
  subjectId,
  part,
}: Pick<Finding, 'kind' | 'scope' | 'subjectId' | 'part'>): string {
  return JSON.stringify([kind, scope, subjectId, part])
}
