import { z } from 'zod'
import { gatewayIdSchema, siteSchema } from './enrolment.ts'
import { PROBLEM_KINDS, TICKET_ANSWERS } from './rider-problem.ts'

// Riders' fault reports, as operators see and answer them. A rider's words are plain text, never markup.

const at = z.iso.datetime({ offset: true })
const id = z.string().max(200)
/** Four letters or digits, as a rider reads them out: in any case, with spaces around. */
const ticketCode = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}$/, 'not a ticket of four letters or digits'))

/** An operator's note: for colleagues, not for riders. */
export const TICKET_NOTE_LENGTH = 500

export const ticketSchema = z
  .object({
    id: id.describe('Names this report to the API.'),
    ticket: z.string().describe('What the rider was told to name it by; another report may have the same.'),
    gateway: z.object({ id: z.string(), label: z.string().nullable(), site: siteSchema }),
    routeId: z.string().nullable().describe('The route that the gateway was on; null: not known.'),
    kind: z.enum(PROBLEM_KINDS),
    text: z.string().describe('In the rider’s own words; may be empty.'),
    reportedAt: at.describe('By the gateway’s clock.'),
    receivedAt: at,
    answered: z
      .object({
        at,
        by: z.string().nullable().describe('E-mail address; null: an API token, or somebody who is no longer there.'),
        answer: z.enum(TICKET_ANSWERS),
        note: z.string().nullable(),
      })
      .nullable()
      .describe('Null: it is open.'),
    others: z.int().describe('Other reports of this gateway that are open, this one not counted.'),
    othersOfKind: z.int().describe('Those of them that are of this kind: what an answer with `others` answers too.'),
  })
  .meta({ id: 'Ticket' })
export type Ticket = z.infer<typeof ticketSchema>

export const ticketsQuerySchema = z.object({
  open: z
    .enum(['0', '1'])
    .optional()
    .meta({ description: '1: the open ones; 0: the answered ones; without it, both.' }),
  gateway: gatewayIdSchema.optional().meta({ description: 'Those of one gateway.', example: 'bus-1' }),
  ticket: ticketCode.optional().meta({ description: 'Those of this name, as a rider reads it out.', example: '7K3M' }),
  before: id.optional().meta({ description: 'What `next` said in the page before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** Newest first. `open`: how many there are in the whole fleet. `next`: of the next page; null: this was the last. */
export const ticketsAnswerSchema = z.object({
  tickets: z.array(ticketSchema),
  open: z.int(),
  next: z.string().nullable(),
})
export type TicketsAnswer = z.infer<typeof ticketsAnswerSchema>

export const ticketAnswerSchema = z.strictObject({
  answer: z.enum(TICKET_ANSWERS),
  note: z.string().trim().max(TICKET_NOTE_LENGTH).optional(),
  others: z
    .boolean()
    .default(false)
    .describe('Answers all open reports of the same kind on the same gateway in the same way.'),
})
export type TicketAnswerInput = z.input<typeof ticketAnswerSchema>
/** `also`: how many others were answered with it. */
export const ticketAnsweredSchema = z.object({ ticket: ticketSchema, also: z.int() })
