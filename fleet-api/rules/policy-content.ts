import { createHash } from 'node:crypto'
import type { PolicyContent } from '../../contract/policy-layers.ts'

/**
 * The same for the same content, in whatever order its fields stand. Fields that protocol 1.4 and later brought count only where they say
 * something: a policy that was numbered before them keeps its number.
 */
export function contentHash({ termsText, fixed, acceptOnce, ...policy }: PolicyContent): string {
  const added = {
    ...(termsText && { termsText }),
    ...(fixed.length > 0 && { fixed }),
    ...(!acceptOnce && { acceptOnce }),
  }
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
