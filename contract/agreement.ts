import { z } from 'zod'

const share = z.number().min(0).max(1)

const fields = {
  availability: share
    .nullable()
    .describe('What the operator has promised: share of minutes in service, 0 to 1; null: nothing.'),
  credits: z
    .array(z.strictObject({ below: share, credit: share }))
    .max(12)
    .refine((steps) => steps.every(({ below }, at) => at === 0 || below < (steps[at - 1]?.below ?? 0)), {
      error: 'put the steps in order, the highest availability first',
    })
    .describe(
      "The contract's table: where availability is below `below`, this share of the month's cost is due back. The last step that applies counts.",
    ),
}

/** What the operator has promised the city, and what is due where it was not kept. */
export const agreementSchema = z
  .object({ availability: fields.availability.default(null), credits: fields.credits.default([]) })
  .meta({ id: 'Agreement' })
export type Agreement = z.infer<typeof agreementSchema>
/** As it is set: all of it. */
export const agreementChangeSchema = z.strictObject(fields)
