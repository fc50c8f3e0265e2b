import type { Outcome, ReportToStore } from '../queries/reports.ts'
import { bootKey } from './boot-runs.ts'
import { countOf, type SeqRuns, withSeqs } from './seq-runs.ts'

/** The seqs of a boot with those that come to be stored. */
export interface BootWithSeqs {
  gatewayId: string
  bootId: string
  seqs: SeqRuns
}

/**
 * What becomes of each report: all of its minutes are stored, or none. A part of a merged report's could not be told from the whole by
 * what it has in its last minute. `stored`: the seqs that are there, by bootKey.
 */
export function decide(
  items: ReportToStore[],
  stored: ReadonlyMap<string, SeqRuns>,
): { outcomes: Outcome[]; seqs: BootWithSeqs[] } {
  const changed = new Map<string, BootWithSeqs>()
  const outcomes = items.map(({ rows }): Outcome => {
    const [first] = rows
    const last = rows.at(-1)
    if (!first || !last) return 'duplicate'
    const key = bootKey(first)
    const seqs = changed.get(key)?.seqs ?? stored.get(key) ?? []
    const there = countOf(seqs, first.seq, last.seq)
    if (there === rows.length) return 'duplicate'
    if (there > 0) return 'overlap'
    const { gatewayId, bootId } = first
    changed.set(key, { gatewayId, bootId, seqs: withSeqs(seqs, first.seq, last.seq) })
    return 'stored'
  })
  return { outcomes, seqs: [...changed.values()] }
}
