import { and, count, desc, eq, gt, inArray, isNotNull, isNull, lt, max, or, type SQL } from 'drizzle-orm'
import type { RiderProblem, TicketAnswer } from '../../contract/rider-problem.ts'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { gateway, riderProblem } from '../../db/fleet/schema.ts'
import type { TicketKey } from '../rules/ticket-id.ts'

const { gatewayId, ticket, reportedAt, kind, answeredAt } = riderProblem

export type TicketRow = typeof riderProblem.$inferSelect

export interface TicketsWanted {
  /** Null: the open ones and the answered ones. */
  open: boolean | null
  gatewayId: string | null
  ticket: string | null
  /** The last one of the page before. */
  before: TicketKey | null
  rows: number
}

/** Riders' reports, the newest first. */
export async function listTickets(db: FleetReads, wanted: TicketsWanted): Promise<TicketRow[]> {
  const { open, before, rows } = wanted
  return db
    .select()
    .from(riderProblem)
    .where(
      and(
        open === null ? undefined : open ? isNull(answeredAt) : isAnswered,
        wanted.gatewayId === null ? undefined : eq(gatewayId, wanted.gatewayId),
        wanted.ticket === null ? undefined : eq(ticket, wanted.ticket),
        before === null ? undefined : olderThan(before),
      ),
    )
    .orderBy(desc(reportedAt), gatewayId, ticket)
    .limit(rows)
}

/** By a column without an index: nearly all are answered, and to go through an index to each of them takes several times as long. */
const isAnswered = isNotNull(riderProblem.answer)

/** In the order of the list. */
function olderThan(key: TicketKey): SQL | undefined {
  const later = or(gt(gatewayId, key.gatewayId), and(eq(gatewayId, key.gatewayId), gt(ticket, key.ticket)))
  return or(lt(reportedAt, key.reportedAt), and(eq(reportedAt, key.reportedAt), later))
}

export async function findTicket(from: FleetReads, key: TicketKey): Promise<TicketRow | null> {
  const [row] = await from.select().from(riderProblem).where(isTicket(key))
  return row ?? null
}

const isTicket = (key: TicketKey) =>
  and(eq(gatewayId, key.gatewayId), eq(ticket, key.ticket), eq(reportedAt, key.reportedAt))

/** What these gateways are called, and where they stand. */
export async function gatewaysNamed(db: FleetReads, gatewayIds: string[]) {
  if (gatewayIds.length === 0) return []
  return db
    .select({ id: gateway.gatewayId, label: gateway.label, site: gateway.site })
    .from(gateway)
    .where(inArray(gateway.gatewayId, [...new Set(gatewayIds)]))
}

/** How many are open, by gateway and kind; of these gateways. */
export async function openOnGateways(db: FleetReads, gatewayIds: string[]) {
  if (gatewayIds.length === 0) return []
  return db
    .select({ gatewayId, kind, open: count() })
    .from(riderProblem)
    .where(and(isNull(answeredAt), inArray(gatewayId, [...new Set(gatewayIds)])))
    .groupBy(gatewayId, kind)
}

/** How many are open in the whole fleet. */
export async function countOpen(db: FleetReads): Promise<number> {
  const [row] = await db.select({ open: count() }).from(riderProblem).where(isNull(answeredAt))
  return row?.open ?? 0
}

export interface Answered {
  answer: TicketAnswer
  note: string | null
  /** A user's id; null: nobody who has one. */
  by: string | null
  /** Milliseconds since 1970. */
  at: number
}

/** Answers a report if it is open, and with `kind` all open ones of that kind on its gateway. Returns those that it has answered. */
export async function answerOpen(
  tx: FleetTransaction,
  key: TicketKey,
  { answer, note, by, at }: Answered,
  ofKind: RiderProblem['kind'] | null,
): Promise<TicketKey[]> {
  const which = ofKind === null ? isTicket(key) : and(eq(gatewayId, key.gatewayId), eq(kind, ofKind))
  return tx
    .update(riderProblem)
    .set({ answer, note, answeredBy: by, answeredAt: at })
    .where(and(which, isNull(answeredAt)))
    .returning({ gatewayId, ticket, reportedAt })
}

/** Opens a report again. */
export async function reopen(tx: FleetTransaction, key: TicketKey): Promise<void> {
  const open = { answer: null, note: null, answeredBy: null, answeredAt: null }
  await tx.update(riderProblem).set(open).where(isTicket(key))
}

/** What was answered "fixed" after `since` (ms since 1970), by gateway and kind: when last. */
export async function fixedSince(db: FleetReads, since: number) {
  return db
    .select({ gatewayId, site: gateway.site, kind, fixedAt: max(answeredAt) })
    .from(riderProblem)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayId))
    .where(and(gt(answeredAt, since), eq(riderProblem.answer, 'fixed')))
    .groupBy(gatewayId, gateway.site, kind)
}
