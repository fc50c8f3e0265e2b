import { z } from 'zod'

const fields = {
  open: z.boolean().describe('Whether the public page, the open data and the embedded charts are there.'),
  money: z.boolean().describe('Whether the public page tells cost, savings and what the contract says too.'),
  cityName: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .nullable()
    .describe('As it stands on the public page: "León, Guanajuato".'),
  contact: z.email().max(254).nullable().describe('Whom the public may write to about the figures.'),
  licence: z.string().trim().min(1).max(100).describe('Of the open data, as SPDX names it.'),
}

/** What of the city's report anybody may read. */
export const publicationSchema = z
  .object({
    open: fields.open.default(true),
    money: fields.money.default(false),
    cityName: fields.cityName.default(null),
    contact: fields.contact.default(null),
    licence: fields.licence.default('CC-BY-4.0'),
  })
  .meta({ id: 'Publication' })
export type Publication = z.infer<typeof publicationSchema>
/** As it is set: all of it. */
export const publicationChangeSchema = z.strictObject(fields)
