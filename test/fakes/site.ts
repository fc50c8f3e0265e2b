import type { z } from 'zod'
import type { siteChangeSchema } from '../../contract/service.ts'

/** A station that is open from 5:00 to 23:00, on Fridays and Saturdays until 1:30, and never at Christmas. */
export function aSite(more: Partial<z.output<typeof siteChangeSchema>> = {}): z.output<typeof siteChangeSchema> {
  const day: [string, string][] = [['05:00', '23:00']]
  const long: [string, string][] = [['05:00', '25:30']]
  return {
    kind: 'station',
    name: 'Estación Centro',
    stopId: null,
    openingHours: {
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: long,
      saturday: long,
      sunday: [],
      exceptions: { '2026-12-25': [] },
    },
    ...more,
  }
}
