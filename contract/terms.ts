import { z } from 'zod'
import { termsTextSchema } from './policy.ts'

// The operator's own terms of use. A version is never changed: riders accepted what they read.

export const newTermsSchema = z.strictObject({
  version: z.string().trim().min(1).max(200).describe('What the policy’s `termsVersion` names, such as 2027-01.'),
  es: termsTextSchema,
  en: termsTextSchema,
})
export type NewTerms = z.input<typeof newTermsSchema>

export const termsSchema = z
  .object({
    version: z.string(),
    es: z.string().describe('Plain text: an empty line between paragraphs; a line that begins with `# ` is a heading.'),
    en: z.string(),
    madeAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Terms' })
export type Terms = z.infer<typeof termsSchema>

/** The newest first. */
export const termsAnswerSchema = z.object({
  inForce: z.string().describe('The version that all gateways ask for that are asked for nothing else.'),
  versions: z.array(termsSchema),
})
