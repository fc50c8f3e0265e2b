import { z } from 'zod'

/** Where a gateway stands. */
export const SITES = ['vehicle', 'stop', 'station'] as const
export const siteSchema = z.enum(SITES)
export type Site = z.infer<typeof siteSchema>

/** A gateway's name in URLs, files and reports: letters, digits, `.`, `_`, `-`. */
export const gatewayIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, . _ - (at most 64)')

/** `POST /api/gateways`: a gateway that is to come. The answer has its one-time code. */
export const newGatewaySchema = z.strictObject({
  id: gatewayIdSchema,
  site: siteSchema,
  label: z.string().trim().min(1).max(100).nullable().default(null).describe('What people call it.'),
  routeId: z.string().min(1).max(200).nullable().default(null).describe('A standing route; null: by its evidence.'),
})

/** A one-time code as `abordo gateway add` prints it: XXXX-XXXX-XXXX-XXXX in Crockford's base 32. */
export const enrolmentCodeSchema = z
  .string()
  .transform((s) => s.trim().toUpperCase())
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/, 'not of the form XXXX-XXXX-XXXX-XXXX'))

export const enrolRequestSchema = z.object({ code: enrolmentCodeSchema, software: z.string().min(1).max(40) })

/** The credential is shown once; the fleet keeps its hash only. */
export const enrolAnswerSchema = z.object({ gatewayId: gatewayIdSchema, credential: z.string().min(32).max(200) })
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>

/** `POST /v1/credential`: another credential for the gateway that asks. The old one is good until the new one is first used. */
export const credentialAnswerSchema = z.object({ credential: z.string().min(32).max(200) })
export type CredentialAnswer = z.infer<typeof credentialAnswerSchema>
