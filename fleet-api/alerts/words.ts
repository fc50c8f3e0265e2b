import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { By } from '../audit.ts'
import { sayOfAlert, snoozeGateway, type Word } from '../queries/alert-words.ts'

/** The longest snooze: what is to be silent for longer is to be turned off. */
const LONGEST_SNOOZE_MS = 366 * 86_400_000

/** Somebody looks after it. Throws AbordoError: not-found; bad-request: it has closed. */
export async function acknowledge(
  db: FleetDatabase,
  alertId: number,
  note: string | null | undefined,
  by: By,
): Promise<void> {
  const noted = note == null ? {} : { note }
  const acknowledgedBy = by.actor.kind === 'user' ? by.actor.id : null
  const set = { acknowledgedAt: by.now, acknowledgedBy, ...noted }
  await say(db, alertId, { set, event: 'acknowledged', action: 'alert acknowledge', details: noted }, by)
}

/** What somebody found, or did; null: the note goes. Also of one that has closed. Throws AbordoError: not-found. */
export async function addNote(db: FleetDatabase, alertId: number, note: string | null, by: By): Promise<void> {
  const details = { note }
  await say(db, alertId, { set: { note }, event: 'noted', action: 'alert note', details, alsoClosed: true }, by)
}

/** Nobody is told of it until then (ISO 8601). Throws AbordoError: not-found; bad-request: it has closed, or `until` is no time to come. */
export async function snooze(db: FleetDatabase, alertId: number, until: string, by: By): Promise<void> {
  const snoozedUntil = endOf(until, by.now)
  const details = { until: new Date(snoozedUntil).toISOString() }
  await say(db, alertId, { set: { snoozedUntil }, event: 'snoozed', action: 'alert snooze', details }, by)
}

/** Throws AbordoError: not-found; bad-request: it has closed. */
export async function endSnooze(db: FleetDatabase, alertId: number, by: By): Promise<void> {
  const set = { snoozedUntil: null }
  await say(db, alertId, { set, event: 'unsnoozed', action: 'alert unsnooze', details: {} }, by)
}

/** Nobody is told of any alert of a gateway until then; null: they are again. Throws AbordoError: not-found, bad-request. */
export async function snoozeAll(
  db: FleetDatabase,
  gatewayId: string,
  asked: { until: string; reason: string } | null,
  by: By,
): Promise<void> {
  const until = asked && { until: endOf(asked.until, by.now), reason: asked.reason }
  if (!(await snoozeGateway(db, gatewayId, until, by)))
    throw new AbordoError('not-found', 'There is no gateway of this id.')
}

async function say(db: FleetDatabase, alertId: number, word: Word, by: By): Promise<void> {
  const said = await sayOfAlert(db, alertId, word, by)
  if (said === null) throw new AbordoError('not-found', 'There is no alert of this number.')
  if (said === 'closed') throw new AbordoError('bad-request', 'This alert has closed: only a note can be added to it.')
}

function endOf(until: string, now: number): number {
  const at = Date.parse(until)
  if (at <= now) throw new AbordoError('bad-request', 'until: lies in the past')
  if (at > now + LONGEST_SNOOZE_MS) throw new AbordoError('bad-request', 'until: is more than a year ahead')
  return at
}
