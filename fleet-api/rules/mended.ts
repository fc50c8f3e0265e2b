import type { Policy } from '../../contract/policy.ts'
import { PROBLEM_KINDS } from '../../contract/rider-problem.ts'

/** What is mended is told to riders for so long. */
export const TOLD_MS = 7 * 86_400_000

/** That a fault of a kind was mended on a gateway, and when last (ms since 1970). */
export interface Mended {
  kind: Policy['fixed'][number]['kind']
  site: Policy['fixed'][number]['site']
  fixedAt: number
}

/**
 * What a gateway's riders are told at `now` (ms since 1970), and since when that is so: an answer begins it, a week ends it. `dateOf`:
 * the city's date of a moment.
 */
export function toldAt(
  mended: readonly Mended[],
  now: number,
  dateOf: (ms: number) => string,
): { fixed: Policy['fixed']; since: number } {
  const turns = mended.flatMap(({ fixedAt }) => [fixedAt, fixedAt + TOLD_MS]).filter((at) => at <= now)
  // In one order, so that the same content is one policy.
  const fixed = PROBLEM_KINDS.flatMap((kind) =>
    mended
      .filter((one) => one.kind === kind && now - one.fixedAt < TOLD_MS)
      .map(({ fixedAt, site }) => ({ kind, on: dateOf(fixedAt), site })),
  )
  return { fixed, since: Math.max(0, ...turns) }
}
