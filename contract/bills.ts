import { z } from 'zod'
import { monthSchema } from './connectivity.ts'

const at = z.iso.datetime({ offset: true })
const octets = z.int().min(0)

/** Characters of a CSV file that is sent with a request. */
export const LONGEST_CSV = 2_000_000

/**
 * `POST /api/bills`: a carrier's bill as CSV with a heading: `sim`, `octets` (or `mb`, `gb`: millions and thousands of millions of octets;
 * `mib`, `gib`: in powers of 1024), and, where it says so, `amount`. A SIM that stands on several lines is added up.
 */
export const newBillSchema = z.strictObject({
  carrier: z.string().trim().min(1).max(100),
  month: monthSchema,
  csv: z.string().min(1).max(LONGEST_CSV),
})
/** `PUT /api/sims`: which SIM is in which gateway, as CSV with a heading: `sim`, `gateway_id`, `port`. Replaces what was there. */
export const simsChangeSchema = z.strictObject({ csv: z.string().min(1).max(LONGEST_CSV) })
export const simsAnswerSchema = z.object({ sims: z.int() })
/** `GET /api/sims` */
export const simsListSchema = z.object({
  sims: z.array(
    z.object({ sim: z.string(), gatewayId: z.string(), port: z.string().describe("'': the uplink's own interface.") }),
  ),
})

/** What was measured on board beside what the carrier bills, of one SIM. */
export const billedSimSchema = z.object({
  sim: z.string(),
  gatewayId: z.string().nullable().describe('Null: nobody has said where this SIM is.'),
  port: z.string().nullable(),
  billedOctets: octets,
  amount: z.number().nullable().describe('What is charged for it; null: the bill does not say.'),
  measuredOctets: octets
    .nullable()
    .describe('Received and sent over it in the month, by days of UTC. Null: nothing was measured.'),
  difference: z.number().nullable().describe('Billed less measured, as a share of what was measured.'),
})
export type BilledSim = z.infer<typeof billedSimSchema>
export const billSchema = z.object({
  id: z.int(),
  carrier: z.string(),
  month: monthSchema,
  importedAt: at,
  sims: z.int(),
  billedOctets: octets,
  amount: z.number().nullable().describe('What is charged in all; null: the bill does not say.'),
  comparedSims: z.int().describe('SIMs that were measured: what follows is of these alone.'),
  comparedOctets: octets.describe('Billed for them.'),
  measuredOctets: octets,
  difference: z.number().nullable().describe('Billed less measured, as a share of what was measured.'),
})
export type Bill = z.infer<typeof billSchema>
/** `GET /api/bills`: twelve at once, the newest months first. */
export const billsQuerySchema = z.object({
  before: z
    .string()
    .regex(/^\d{4}-\d{2}\.\d{1,10}$/)
    .optional()
    .describe('What `next` said in the page before.'),
})
export const billsAnswerSchema = z.object({
  bills: z.array(billSchema),
  next: z.string().nullable().describe('For the page after; null: this was the last.'),
})
export const billAnswerSchema = billSchema.extend({
  lines: z.array(billedSimSchema),
  notBilled: z
    .array(z.object({ gatewayId: z.string(), port: z.string(), measuredOctets: octets }))
    .describe('Measured over SIMs whose gateway is known and that are on no bill of the month, the most first.'),
})
export type BillAnswer = z.infer<typeof billAnswerSchema>
