import type { AlertEventKind } from '../../../contract/alerts.ts'
import type { alert } from '../../../db/fleet/schema.ts'
import { type Finding, keyOf } from './snapshot.ts'

export type AlertRow = typeof alert.$inferSelect

/** An open alert is closed when its condition has not held for so long: one good minute between bad ones is not the end. */
export const CLEAR_MS = 120_000
/** A condition that has not yet been told of is forgotten when its gateway has not told of it for so long. */
export const FORGET_MS = 15 * 60_000
/** An open one, whose gateway has not told of it for so long, is closed: nobody knows any more. */
export const STALE_MS = 7 * 86_400_000

/** What becomes of an alert. */
export interface Step {
  /** As it is to be; `alertId` 0: it is new. */
  row: AlertRow
  event: Extract<AlertEventKind, 'opened' | 'closed'> | null
  /** Somebody is to be told: it has opened, or stands by itself again; or it has closed. */
  tell: boolean
  /** The key of the one that stands for it, which may be new as well. */
  partOf: string | null
}

export interface Plan {
  steps: Step[]
  /** Never told of, and over: as if they had not been. */
  drop: number[]
  /** Rows in which only the time has changed. */
  seen: number[]
}

/**
 * What becomes of the alerts that are not closed, by what holds now. pending → open, once it has held for its threshold and still does; open →
 * closed, once it has not held for CLEAR_MS; pending → gone at once. `isUnknown`: its gateway does not tell just now, so it neither opens nor closes.
 * While an alert that is to stand for others is pending they wait for it. `now`: ms since 1970.
 */
export function plan(
  known: readonly AlertRow[],
  findings: readonly Finding[],
  isUnknown: (row: AlertRow) => boolean,
  now: number,
): Plan {
  const rows = new Map(known.map((row) => [keyOf(row), row]))
  const made: Plan = { steps: [], drop: [], seen: [] }
  const groups = new Map<string, Pick<AlertRow, 'state' | 'alertId'>>()
  const inOrder = [...findings].sort((a, b) => Number(a.scope === 'gateway') - Number(b.scope === 'gateway'))
  for (const finding of inOrder) {
    const key = keyOf(finding)
    const row = rows.get(key)
    rows.delete(key)
    const group = finding.partOf === null ? undefined : groups.get(finding.partOf)
    const isGraver = row?.state === 'open' && levelOf(finding) > levelOf(row)
    // Another one takes its place, of which people are told: what they have said of the first was said of less.
    if (isGraver) made.steps.push({ row: closed(row, now), event: 'closed', tell: false, partOf: null })
    const step = held(isGraver ? undefined : row, finding, group, now)
    if (finding.scope !== 'gateway') groups.set(key, step.row)
    if (row && step.event === null && !step.tell && step.partOf === null && isSame(row, step.row))
      made.seen.push(row.alertId)
    else made.steps.push(step)
  }
  for (const row of rows.values()) unheld(made, row, isUnknown(row), now)
  return made
}

function held(
  row: AlertRow | undefined,
  finding: Finding,
  group: Pick<AlertRow, 'state' | 'alertId'> | undefined,
  now: number,
): Step {
  const { kind, scope, subjectId, part, routeId, cause, facts, holdMinutes } = finding
  const sinceAt = Math.min(finding.since, row?.sinceAt ?? now)
  const next: AlertRow = {
    ...(row ?? NEW),
    ...{ kind, scope, subjectId, part, routeId, cause, facts, sinceAt },
    seenAt: now,
  }
  const isOpen = row?.state === 'open'
  const opens = !isOpen && group?.state !== 'pending' && now - sinceAt >= holdMinutes * 60_000
  if (opens) Object.assign(next, { state: 'open', openedAt: now })
  if (next.state !== 'open') return { row: next, event: null, tell: false, partOf: null }
  const isPart = group?.state === 'open'
  // While what was a part of something larger may become one again it stays so.
  if (group?.state !== 'pending') next.partOf = isPart && group.alertId !== 0 ? group.alertId : null
  // What was a part of something larger, and still holds when that is over, is told of by itself.
  const isLeftOver = isOpen && row.partOf !== null && !isPart && next.partOf === null
  return {
    row: next,
    event: opens ? 'opened' : null,
    tell: (opens || isLeftOver) && !isPart && next.partOf === null,
    partOf: isPart && group.alertId === 0 ? finding.partOf : null,
  }
}

function unheld(made: Plan, row: AlertRow, isUnknown: boolean, now: number): void {
  const since = now - row.seenAt
  if (row.state === 'pending') {
    if (!isUnknown || since >= FORGET_MS) made.drop.push(row.alertId)
  } else if (since >= (isUnknown ? STALE_MS : CLEAR_MS)) {
    made.steps.push({ row: closed(row, now), event: 'closed', tell: true, partOf: null })
  }
}

function closed(row: AlertRow, now: number): AlertRow {
  return { ...row, state: 'closed', closedAt: now }
}

/** How grave it is, where that can grow: the share of a SIM's month. */
function levelOf({ kind, facts: { share } }: Pick<AlertRow, 'kind' | 'facts'>): number {
  return kind === 'sim-quota' && typeof share === 'number' ? share : 0
}

function isSame(a: AlertRow, b: AlertRow): boolean {
  return JSON.stringify({ ...a, seenAt: 0 }) === JSON.stringify({ ...b, seenAt: 0 })
}

const NEW = {
  alertId: 0,
  state: 'pending',
  openedAt: null,
  closedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  note: null,
  snoozedUntil: null,
  partOf: null,
} as const
