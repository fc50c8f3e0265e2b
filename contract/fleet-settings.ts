import { z } from 'zod'
import { agreementSchema } from './agreement.ts'
import { assumptionsSchema } from './assumptions.ts'
import { mapSettingsSchema } from './map-settings.ts'
import { publicationSchema } from './publication.ts'
import { retentionSchema } from './retention.ts'

const utcDay = z.iso.date()

/** What admins set for the whole fleet. */
export const fleetSettingsSchema = z.object({
  retention: retentionSchema,
  /** Since which day (UTC) minutes and hours are kept by it: what is older is deleted within minutes, for good. */
  keptSince: z.object({ minutes: utcDay, hours: utcDay }),
  assumptions: assumptionsSchema,
  map: mapSettingsSchema,
  agreement: agreementSchema,
  publication: publicationSchema,
})
export type FleetSettings = z.infer<typeof fleetSettingsSchema>
