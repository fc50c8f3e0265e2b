import { DEFAULT_POLICY, type Policy, type PolicyLayer, policySchema } from './policy.ts'

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
