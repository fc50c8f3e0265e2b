import { z } from 'zod'

/** Why the internet could not be reached in service (DESIGN.md, section 6). no-signal, no-data and sim-quota are the uplink's. */
export const OUTAGE_CAUSES = ['power', 'no-signal', 'no-data', 'sim-quota', 'gateway', 'portal'] as const
export const outageCauseSchema = z.enum(OUTAGE_CAUSES)
export type OutageCause = z.infer<typeof outageCauseSchema>

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-9]):[0-5]\d$/, 'write a time such as 05:30; 25:00 is 1 in the morning after')

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const spans = z
  .array(z.tuple([clockTime, clockTime]))
  .max(4)
  .refine(
    (all) => all.every(([from, to]) => from < to),
    'a span ends after it begins; write 25:00 for 1 in the morning after',
  )

/** When a stop or station is open, in the city's time zone; a day without spans is closed. `exceptions`: by date, 2026-12-25. */
export const openingHoursSchema = z.object({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
  exceptions: z.record(z.iso.date(), spans).default({}),
})
export type OpeningHours = z.infer<typeof openingHoursSchema>
