import { createHash } from 'node:crypto'
import { DEFAULT_POLICY, type Policy, type PolicyLayer, policySchema } from '../../contract/policy.ts'

/** A policy without its number: the number follows from the content. */
export type PolicyContent = Omit<Policy, 'version'>

const contentSchema = policySchema.omit({ version: true })

/** What is asked for where no layer says otherwise. */
export const DEFAULT_CONTENT: PolicyContent = contentSchema.parse(DEFAULT_POLICY)

/** The policy that layers make together, the widest first: the narrower wins, field by field, over the defaults. */
export function effectivePolicy(layers: (PolicyLayer | undefined)[]): PolicyContent {
  let policy: Record<string, unknown> = DEFAULT_CONTENT
  for (const layer of layers) policy = laidOver(policy, layer ?? {})
  return contentSchema.parse(policy)
}

/** Fields that are merged by their own fields. */
const BY_PARTS = ['branding', 'clientRate', 'uplinkRate'] as const

function laidOver(policy: Record<string, unknown>, layer: PolicyLayer): Record<string, unknown> {
  const result: Record<string, unknown> = { ...policy, ...layer }
  for (const field of BY_PARTS) result[field] = { ...(policy[field] as object), ...layer[field] }
  return result
}

/**
 * The same for the same content, in whatever order its fields stand. Fields that protocol 1.4 brought count only where they say
 * something: a policy that was numbered before them keeps its number.
 */
export function contentHash({ termsText, fixed, ...policy }: PolicyContent): string {
  const added = { ...(termsText && { termsText }), ...(fixed.length > 0 && { fixed }) }
  return createHash('sha256')
    .update(inOrder({ ...policy, ...added }))
    .digest('base64url')
}

function inOrder(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
