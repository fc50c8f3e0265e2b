import type { Policy } from '../../contract/policy.ts'
import { PROBLEM_KINDS } from '../../contract/rider-problem.ts'

/** What is mended is told to riders for so long. */
export const TOLD_MS = 7 * 86_400_000

/** That a fault of a kind was mended on a gateway: what riders are told, and when it was mended last (ms since 1970). */
export interface Mended {
  told: Policy['fixed'][number]
  fixedAt: number
}

/** What a gateway's riders are told at `now` (ms since 1970), and since when that is so: an answer begins it, a week ends it. */
export function toldAt(mended: readonly Mended[], now: number): { fixed: Policy['fixed']; since: number } {
  const turns = mended.flatMap(({ fixedAt }) => [fixedAt, fixedAt + TOLD_MS]).filter((at) => at <= now)
  // In one order, so that the same content is one policy.
  const fixed = PROBLEM_KINDS.flatMap((kind) =>
    mended.filter(({ told, fixedAt }) => told.kind === kind && now - fixedAt < TOLD_MS).map(({ told }) => told),
  )
  return { fixed, since: Math.max(0, ...turns) }
}
