import { z } from 'zod'

/** What a rider may report as broken. */
export const PROBLEM_KINDS = ['slow', 'no-internet', 'page-broken', 'other'] as const
export const PROBLEM_TEXT_LENGTH = 280

/** A rider's fault report, as it travels in a report: no word of who sent it. */
export const riderProblemSchema = z.object({
  /** Short enough to read out to the driver: four letters or digits of Crockford's base 32, new for each problem of one gateway. */
  ticket: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}$/, 'not a ticket of four letters or digits'),
  kind: z.enum(PROBLEM_KINDS),
  text: z.string().max(PROBLEM_TEXT_LENGTH),
  reportedAt: z.iso.datetime({ error: 'not an ISO 8601 time in UTC' }),
})
export type RiderProblem = z.infer<typeof riderProblemSchema>

/** How an operator answers a rider's report. fixed: mended, and the bus's portal says so for a week. */
export const TICKET_ANSWERS = ['fixed', 'not-found', 'duplicate'] as const
export type TicketAnswer = (typeof TICKET_ANSWERS)[number]
