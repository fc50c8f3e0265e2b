/**
 * What is wrong with one row. `bad`: the row is skipped, and counts against its file; `skipped`: the row is skipped through no
 * fault of its own (it repeats an id, or names a row that was skipped); `kept`: the row is used all the same.
 */
export interface Complaint {
  row: 'bad' | 'skipped' | 'kept'
  field?: string
  message: string
}

/** Shared, so that the millions of good rows of a large feed cost no array each. */
export const NO_COMPLAINTS: readonly Complaint[] = []

/** One line of the import's summary. Line 0 stands for the file as a whole. */
export interface FeedWarning {
  file: string
  line: number
  field?: string
  message: string
}

/** How many warnings of one file are kept word for word; the rest is only counted. */
const KEPT_PER_FILE = 20

/** Collects warnings of a feed of any size in little memory: the first few of each file, and how many there were. */
export class Warnings {
  readonly kept: FeedWarning[] = []
  total = 0
  readonly #perFile = new Map<string, number>()

  add(warning: FeedWarning): void {
    this.total += 1
    const count = (this.#perFile.get(warning.file) ?? 0) + 1
    this.#perFile.set(warning.file, count)
    if (count <= KEPT_PER_FILE) this.kept.push(warning)
  }
}

/** A value of the feed as it may stand in a message: short, on one line, without control characters. */
export function quoted(value: string): string {
  const short = value.length > 40 ? `${value.slice(0, 40)}…` : value
  return `"${short.replace(/\p{Cc}/gu, ' ')}"`
}
