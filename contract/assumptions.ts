import { z } from 'zod'

const fields = {
  savingsPerConnection: z.number().min(0).max(1_000_000).describe('What a connection saves a rider.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'not a currency such as MXN'),
  costPerMonth: z.number().min(0).max(1e12).nullable().describe('What the service costs in a month; null: not told.'),
  source: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .describe('Where these come from: shown beside every figure that is made of them.'),
}

/** What figures of money are made of: assumed, not measured, so always shown with their source. */
export const assumptionsSchema = z
  .object({
    savingsPerConnection: fields.savingsPerConnection.default(17.5),
    currency: fields.currency.default('MXN'),
    costPerMonth: fields.costPerMonth.default(null),
    source: fields.source.default('WIWI, León'),
  })
  .meta({ id: 'Assumptions' })
export type Assumptions = z.infer<typeof assumptionsSchema>

/** As they are set: all of them, each of them knowingly. */
export const assumptionsChangeSchema = z.strictObject(fields)
