import { z } from 'zod'

const text = z.string().min(1).max(200)

/** What the fleet asks of a gateway. `version` counts up with every change. */
export const policySchema = z.object({
  version: z.int().min(0),
  /** Shown to riders. */
  operatorName: text,
  sessionSeconds: z.int().min(60).max(86_400),
  /** The terms that a rider accepts; sent back by the form, so that the rider accepted what was shown. */
  termsVersion: text,
})
export type Policy = z.infer<typeof policySchema>

/** What a gateway runs by until the fleet has said otherwise. */
export const DEFAULT_POLICY: Policy = {
  version: 0,
  operatorName: 'WiFi a bordo',
  sessionSeconds: 3600,
  termsVersion: '2026-11',
}
