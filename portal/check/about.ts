import { z } from 'zod'
import { CLOCK_SOURCES } from '../../contract/report.ts'

/** What `/healthz` says to who asks on the gateway itself: `abordo check`, a watchdog. Nothing of any client. */
export const aboutSchema = z.object({
  ok: z.literal(true),
  software: z.string(),
  ridersConnected: z.number(),
  uplinkUp: z.boolean(),
  /** Who told this boot the time, and how sure it is; null: nobody has yet. */
  clock: z.object({ source: z.enum(CLOCK_SOURCES), uncertaintyMs: z.number() }).nullable(),
  storage: z.enum(['disk', 'memory']),
  policy: z.object({
    running: z.number(),
    problem: z.object({ version: z.number(), reason: z.string() }).nullable(),
  }),
})
export type About = z.infer<typeof aboutSchema>
