/** Seqs that are stored, as first and last of each unbroken run, in order and apart. */
export type SeqRuns = readonly (readonly [first: number, last: number])[]

/** How many of the seqs from `first` to `last` are in there. */
export function countOf(runs: SeqRuns, first: number, last: number): number {
  let found = 0
  for (const [from, to] of runs) found += Math.max(0, Math.min(to, last) - Math.max(from, first) + 1)
  return found
}

/** The same with the seqs from `first` to `last`. */
export function withSeqs(runs: SeqRuns, first: number, last: number): [first: number, last: number][] {
  const before: [number, number][] = []
  const after: [number, number][] = []
  let from = first
  let to = last
  for (const [start, end] of runs) {
    if (end < from - 1) before.push([start, end])
    else if (start > to + 1) after.push([start, end])
    else {
      from = Math.min(from, start)
      to = Math.max(to, end)
    }
  }
  return [...before, [from, to], ...after]
}
