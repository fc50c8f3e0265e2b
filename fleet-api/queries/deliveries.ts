import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import type { DeliveryBody } from '../../contract/channels.ts'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { alertEvent, channel, delivery } from '../../db/fleet/schema.ts'

export type DeliveryRow = typeof delivery.$inferSelect

/** More than are ever made for one channel within ten minutes. */
const RECENT = 100
const ROWS_AT_ONCE = 500

/** What is still to be sent, of all channels, the oldest first. */
export async function waitingDeliveries(db: FleetReads): Promise<DeliveryRow[]> {
  return db.select().from(delivery).where(isNotNull(delivery.dueAt)).orderBy(asc(delivery.deliveryId))
}

/** The same of one channel. */
export async function waitingOf(db: FleetReads, channelId: number): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(delivery)
    .where(and(eq(delivery.channelId, channelId), isNotNull(delivery.dueAt)))
    .orderBy(asc(delivery.deliveryId))
}

/** What messages were made for a channel after `since` (ms since 1970), the newest first. */
export async function madeSince(db: FleetReads, channelId: number, since: number): Promise<DeliveryBody[]> {
  const rows = await db
    .select({ body: delivery.body, madeAt: delivery.madeAt })
    .from(delivery)
    .where(eq(delivery.channelId, channelId))
    .orderBy(desc(delivery.deliveryId))
    .limit(RECENT)
  return rows.filter(({ madeAt }) => madeAt > since).map(({ body }) => body)
}

/** Channels that something is due for, and that are not paused. */
export async function channelsDue(db: FleetReads, now: number): Promise<number[]> {
  const rows = await db
    .select({ channelId: delivery.channelId })
    .from(delivery)
    .innerJoin(channel, eq(channel.channelId, delivery.channelId))
    .where(and(lte(delivery.dueAt, now), isNull(channel.pausedAt)))
    .groupBy(delivery.channelId)
  return rows.map(({ channelId }) => channelId)
}

export async function insertDelivery(
  tx: FleetTransaction,
  made: Pick<DeliveryRow, 'channelId' | 'body' | 'madeAt' | 'dueAt'>,
): Promise<void> {
  await tx.insert(delivery).values({ ...made, attempts: 0 })
}

/** Changes what a message says. False: somebody has begun to send it. */
export async function changeUntried(tx: FleetTransaction, deliveryId: number, body: DeliveryBody): Promise<boolean> {
  const changed = await tx
    .update(delivery)
    .set({ body })
    .where(and(eq(delivery.deliveryId, deliveryId), eq(delivery.attempts, 0), isNotNull(delivery.dueAt)))
    .returning({ deliveryId: delivery.deliveryId })
  return changed.length > 0
}

/** Takes a message up to send it: nobody else does before `until`. Null: somebody else has taken it up. */
export async function takeUp(
  db: FleetDatabase,
  { deliveryId, attempts, dueAt }: DeliveryRow,
  until: number,
): Promise<DeliveryRow | null> {
  if (dueAt === null) return null
  const asRead = and(eq(delivery.deliveryId, deliveryId), eq(delivery.attempts, attempts), eq(delivery.dueAt, dueAt))
  const [taken] = await db.transaction((tx) =>
    tx
      .update(delivery)
      .set({ attempts: attempts + 1, dueAt: until })
      .where(asRead)
      .returning(),
  )
  return taken ?? null
}

/** It went out, whoever else may have it in hand. False: that is known already. */
export async function noteSent(tx: FleetTransaction, deliveryId: number, now: number): Promise<boolean> {
  const noted = await tx
    .update(delivery)
    .set({ sentAt: now, dueAt: null, givenUpAt: null, failure: null })
    .where(and(eq(delivery.deliveryId, deliveryId), isNull(delivery.sentAt)))
    .returning({ deliveryId: delivery.deliveryId })
  return noted.length > 0
}

/** It did not go out at this attempt; `dueAt` null: and it is given up. Unless somebody else has it in hand by now, or it is over. */
export async function noteFailed(
  tx: FleetTransaction,
  { deliveryId, attempts }: DeliveryRow,
  { failure, dueAt, now }: { failure: string | null; dueAt: number | null; now: number },
): Promise<void> {
  await tx
    .update(delivery)
    .set({ failure, dueAt, givenUpAt: dueAt === null ? now : null })
    .where(and(eq(delivery.deliveryId, deliveryId), eq(delivery.attempts, attempts), isNotNull(delivery.dueAt)))
}

/** Nothing else goes to a channel before `until`. What is in hand just now is left alone: it is due later than `now`. */
export async function putOff(tx: FleetTransaction, channelId: number, now: number, until: number): Promise<void> {
  await tx
    .update(delivery)
    .set({ dueAt: until })
    .where(and(eq(delivery.channelId, channelId), lte(delivery.dueAt, now), lt(delivery.dueAt, until)))
}

/** Nothing of what waits for a channel is sent any more. */
export async function giveUpWaiting(tx: FleetTransaction, channelId: number, now: number): Promise<void> {
  await tx
    .update(delivery)
    .set({ dueAt: null, givenUpAt: now, failure: null })
    .where(and(eq(delivery.channelId, channelId), isNotNull(delivery.dueAt)))
}

export async function deleteDeliveriesOf(tx: FleetTransaction, channelId: number): Promise<void> {
  await tx.delete(delivery).where(eq(delivery.channelId, channelId))
}

export interface Telling {
  alertIds: readonly number[]
  at: number
  details: { channelId: number; channel: string; kind: 'email' | 'webhook' }
  /** Those of them that it told the closing of. */
  closed: ReadonlySet<number>
}

/** Writes down who was told of which alerts. */
export async function writeTold(tx: FleetTransaction, { alertIds, at, details, closed }: Telling): Promise<void> {
  for (let from = 0; from < alertIds.length; from += ROWS_AT_ONCE) {
    const rows = alertIds.slice(from, from + ROWS_AT_ONCE).map((alertId) => ({
      alertId,
      at,
      kind: 'told' as const,
      details: { ...details, what: closed.has(alertId) ? 'closed' : 'opened' },
    }))
    await tx.insert(alertEvent).values(rows)
  }
}

/** Deletes some that were over before `before` (ms since 1970). False: none is left. */
export async function deleteSomeDeliveries(db: FleetDatabase, before: number): Promise<boolean> {
  const old = db
    .select({ deliveryId: delivery.deliveryId })
    .from(delivery)
    .where(
      and(
        isNull(delivery.dueAt),
        or(isNotNull(delivery.sentAt), isNotNull(delivery.givenUpAt)),
        lt(delivery.madeAt, before),
      ),
    )
    .orderBy(asc(delivery.deliveryId))
    .limit(ROWS_AT_ONCE)
  const gone = await db.transaction((tx) =>
    tx.delete(delivery).where(inArray(delivery.deliveryId, old)).returning({ deliveryId: delivery.deliveryId }),
  )
  return gone.length === ROWS_AT_ONCE
}

/** How a channel fares. */
export interface Faring {
  channelId: number
  lastSentAt: number | null
  failure: string | null
  waiting: number
}

/** The newest message of a channel that was tried, when one last went out, and how many wait. */
export async function faringOf(db: FleetReads, channelId: number): Promise<Faring> {
  const ofIt = eq(delivery.channelId, channelId)
  const [sent] = await db
    .select({ sentAt: delivery.sentAt })
    .from(delivery)
    .where(and(ofIt, isNotNull(delivery.sentAt)))
    .orderBy(desc(delivery.sentAt))
    .limit(1)
  const [tried] = await db
    .select({ failure: delivery.failure })
    .from(delivery)
    .where(and(ofIt, gt(delivery.attempts, 0)))
    .orderBy(desc(delivery.deliveryId))
    .limit(1)
  const waiting = await waitingOf(db, channelId)
  return {
    channelId,
    lastSentAt: sent?.sentAt ?? null,
    failure: tried?.failure ?? waiting.find(({ failure }) => failure !== null)?.failure ?? null,
    waiting: waiting.length,
  }
}
