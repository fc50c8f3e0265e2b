/** Rows by the group that they are of (a trip, a shape), each group in the order of its sequence numbers. */
export interface GroupedRows {
  /** Rows of group g: rows[starts[g]] to rows[starts[g + 1] - 1]. */
  rows: Int32Array
  starts: Int32Array
  /** Rows that repeat a sequence number of their group, which are left out: of several the first row stays. */
  repeats: number[]
}

export interface RowNumbers {
  length: number
  at(row: number): number
}

/** Orders rows that may come in any order (GTFS stop_times.txt and shapes.txt: "not required to be consecutive"). */
export function groupRows(groupOf: RowNumbers, sequence: RowNumbers, groups: number): GroupedRows {
  const starts = new Int32Array(groups + 1)
  for (let row = 0; row < groupOf.length; row += 1) {
    const after = groupOf.at(row) + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let group = 0; group < groups; group += 1) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0)
  const next = starts.slice()
  const rows = new Int32Array(groupOf.length)
  for (let row = 0; row < groupOf.length; row += 1) {
    const group = groupOf.at(row)
    const place = next[group] ?? 0
    rows[place] = row
    next[group] = place + 1
  }
  return withoutRepeats({ rows, starts }, sequence)
}

function withoutRepeats({ rows, starts }: Omit<GroupedRows, 'repeats'>, sequence: RowNumbers): GroupedRows {
  const repeats: number[] = []
  let kept = 0
  for (let group = 0; group + 1 < starts.length; group += 1) {
    const [from, to] = [starts[group] ?? 0, starts[group + 1] ?? 0]
    const mine = rows.subarray(from, to)
    if (!isInOrder(mine, sequence)) mine.sort((a, b) => sequence.at(a) - sequence.at(b) || a - b)
    starts[group] = kept
    let last = Number.NaN
    for (let at = from; at < to; at += 1) {
      const row = rows[at] ?? 0
      if (sequence.at(row) === last) {
        repeats.push(row)
        continue
      }
      last = sequence.at(row)
      rows[kept] = row
      kept += 1
    }
  }
  starts[starts.length - 1] = kept
  return { rows: rows.subarray(0, kept), starts, repeats: repeats.sort((a, b) => a - b) }
}

function isInOrder(rows: Int32Array, sequence: RowNumbers): boolean {
  for (let at = 1; at < rows.length; at += 1) {
    if (sequence.at(rows[at - 1] ?? 0) > sequence.at(rows[at] ?? 0)) return false
  }
  return true
}
