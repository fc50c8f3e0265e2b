import type { z } from 'zod'
import { AbordoError } from '../contract/problem.ts'
import type { Ticket, TicketsAnswer, ticketAnswerSchema, ticketsQuerySchema } from '../contract/tickets.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { rememberWithdrawn } from './mended.ts'
import { recorded } from './queries/audit-log.ts'
import { mendedHasChanged } from './queries/policies.ts'
import {
  answerOpen,
  countOpen,
  findTicket,
  gatewaysNamed,
  listTickets,
  openOnGateways,
  reopen,
  type TicketRow,
} from './queries/tickets.ts'
import { emailsOf } from './queries/users.ts'
import { type TicketKey, ticketId, ticketKey } from './rules/ticket-id.ts'

/** Riders' reports, the newest first, in pages. Throws AbordoError (bad-request): `before` is not of a page. */
export async function ticketsPage(
  db: FleetDatabase,
  query: z.output<typeof ticketsQuerySchema>,
): Promise<TicketsAnswer> {
  const { open, gateway = null, ticket = null, before, limit } = query
  const after = before === undefined ? null : ticketKey(before)
  if (before !== undefined && after === null)
    throw new AbordoError('bad-request', 'before: write what `next` said in the page before.')
  const rows = await listTickets(db, {
    open: open === undefined ? null : open === '1',
    gatewayId: gateway,
    ticket,
    before: after,
    // One more than asked for tells whether there is another page.
    rows: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? ticketId(last) : null
  return { tickets: await described(db, page), open: await countOpen(db), next }
}

/** Answers an open report, and where asked to, all open ones of its kind on its gateway. Throws AbordoError: not-found, already-answered. */
export async function answerTicket(
  db: FleetDatabase,
  id: string,
  { answer, note = '', others }: z.output<typeof ticketAnswerSchema>,
  by: By,
): Promise<{ ticket: Ticket; also: number }> {
  const key = keyOf(id)
  const also = await recorded(db, by, async (tx) => {
    const { kind } = await existing(tx, key)
    const answered = { answer, note: note || null, by: by.actor.kind === 'user' ? by.actor.id : null, at: by.now }
    const done = await answerOpen(tx, key, answered, others ? kind : null)
    // The others stay as they are too: who asked had another picture of it.
    if (!done.some((one) => ticketId(one) === id)) throw new AbordoError('already-answered')
    if (answer === 'fixed') await mendedHasChanged(tx)
    const details = { gateway: key.gatewayId, ticket: key.ticket, kind, answer, others: done.length - 1 }
    return { result: done.length - 1, deed: { action: 'ticket answer', target: { kind: 'ticket', id }, details } }
  })
  return { ticket: await ticketNow(db, key), also }
}

/** Opens an answered report again; where it was "fixed", riders are no longer told so. Throws AbordoError: not-found. */
export async function reopenTicket(db: FleetDatabase, id: string, by: By): Promise<Ticket> {
  const key = keyOf(id)
  await recorded(db, by, async (tx) => {
    const { answer, kind, answeredAt } = await existing(tx, key)
    if (answeredAt === null) return { result: undefined, deed: null }
    await reopen(tx, key)
    if (answer === 'fixed') {
      await mendedHasChanged(tx)
      await rememberWithdrawn(tx, key.gatewayId, by.now)
    }
    const details = { gateway: key.gatewayId, ticket: key.ticket, kind, answer }
    return { result: undefined, deed: { action: 'ticket reopen', target: { kind: 'ticket', id }, details } }
  })
  return ticketNow(db, key)
}

function keyOf(id: string): TicketKey {
  const key = ticketKey(id)
  if (key === null) throw noSuch()
  return key
}

async function existing(from: FleetReads, key: TicketKey): Promise<TicketRow> {
  const row = await findTicket(from, key)
  if (row === null) throw noSuch()
  return row
}

const noSuch = () =>
  new AbordoError('not-found', 'There is no report of this id: the list of reports has those that there are.')

async function ticketNow(db: FleetDatabase, key: TicketKey): Promise<Ticket> {
  const [ticket] = await described(db, [await existing(db, key)])
  if (!ticket) throw noSuch()
  return ticket
}

async function described(db: FleetReads, rows: TicketRow[]): Promise<Ticket[]> {
  const gatewayIds = rows.map(({ gatewayId }) => gatewayId)
  const gateways = await gatewaysNamed(db, gatewayIds)
  const open = await openOnGateways(db, gatewayIds)
  const emails = await emailsOf(
    db,
    rows.flatMap(({ answeredBy }) => answeredBy ?? []),
  )
  return rows.flatMap((row) => {
    const { gatewayId, kind, answeredAt, answer, answeredBy } = row
    const gateway = gateways.find(({ id }) => id === gatewayId)
    if (!gateway) return []
    const here = open.filter((one) => one.gatewayId === gatewayId)
    const itself = answeredAt === null ? 1 : 0
    const sum = (counted: typeof here) => counted.reduce((total, one) => total + one.open, 0)
    const ofKind = sum(here.filter((one) => one.kind === kind))
    return {
      id: ticketId(row),
      ticket: row.ticket,
      gateway,
      routeId: row.routeId || null,
      kind,
      text: row.text,
      reportedAt: iso(row.reportedAt),
      receivedAt: iso(row.receivedAt),
      answered:
        answeredAt === null || answer === null
          ? null
          : { at: iso(answeredAt), by: emails.get(answeredBy ?? '') ?? null, answer, note: row.note },
      others: sum(here) - itself,
      othersOfKind: ofKind - itself,
    }
  })
}

const iso = (at: number) => new Date(at).toISOString()
