import { z } from 'zod'
import { signOnSchema } from '../../contract/trace.ts'
import { serviceDayOf } from '../time/service-day.ts'

/** A sign-on as it is kept, and when it was made. */
export const keptSignOnSchema = z.object({
  signOn: signOnSchema,
  /** The kernel's id of the boot in which it was made, and the monotonic time then. */
  kernelBootId: z.string(),
  uptimeMs: z.int().min(0),
  /** Wall time, ms since 1970; null: nobody had told that boot the time yet. */
  wallMs: z.number().nullable(),
})
export type KeptSignOn = z.infer<typeof keptSignOnSchema>

/** Now, by both clocks; `wallMs` null: not known. */
export interface Moment {
  kernelBootId: string
  uptimeMs: number
  wallMs: number | null
}

/** Nobody drives longer without signing on again. */
const LONGEST_MS = 20 * 3_600_000
/** After the power was off: a bus that stood for longer goes out with another driver. */
const LONGEST_OVER_BOOTS_MS = 12 * 3_600_000
/** Two boots may know the time differently by so much. */
const BACK_MS = 5 * 60_000

/**
 * Whether a sign-on holds: until its service day ends, for 20 hours of one boot at most, and over a restart of the machine for 12 hours.
 * A boot that does not know the time yet cannot tell how long the machine was off: it holds nothing of an earlier one until then.
 */
export function isInForce({ kernelBootId, uptimeMs, wallMs }: KeptSignOn, now: Moment): boolean {
  const isSameBoot = kernelBootId === now.kernelBootId
  if (isSameBoot && now.uptimeMs - uptimeMs > LONGEST_MS) return false
  if (now.wallMs === null || wallMs === null) return isSameBoot
  const ageMs = now.wallMs - wallMs
  if (!isSameBoot && (ageMs > LONGEST_OVER_BOOTS_MS || ageMs < -BACK_MS)) return false
  return serviceDayOf(now.wallMs) === serviceDayOf(wallMs)
}
