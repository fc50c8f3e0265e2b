import { z } from 'zod'

const minutesDays = z.int().min(7).max(3650)
const hoursDays = z.int().min(92).max(36_500)

/** For how many days what is reported is kept; days are kept for ever. */
export const retentionSchema = z.object({
  minutesDays: minutesDays.default(30),
  hoursDays: hoursDays.default(3 * 366),
})
export type Retention = z.infer<typeof retentionSchema>

/** As it is set: both, for what is left out would quietly become the default and delete what is older. */
export const retentionChangeSchema = z.strictObject({ minutesDays, hoursDays })
