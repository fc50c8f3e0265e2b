import { z } from 'zod'

const DAY_S = 86_400

/** For how many days what is reported is kept; days are kept for ever. */
export const retentionSchema = z.object({
  minutesDays: z.int().min(7).max(3650).default(30),
  hoursDays: z
    .int()
    .min(92)
    .max(36_500)
    .default(3 * 366),
})
export type Retention = z.infer<typeof retentionSchema>

/** Where what is kept begins, seconds since 1970, at midnight UTC. `now`: ms since 1970. */
export function keptSince({ minutesDays, hoursDays }: Retention, now: number): { minutes: number; hours: number } {
  const today = Math.floor(now / 1000 / DAY_S) * DAY_S
  return { minutes: today - minutesDays * DAY_S, hours: today - hoursDays * DAY_S }
}
