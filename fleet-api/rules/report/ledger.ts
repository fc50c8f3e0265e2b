import { FEWEST_TOLD } from '../../../contract/city-report.ts'

// What is published of one row of the report, day by day. Everything that any form of the report says of riders is made of these entries.
//
// Why nothing below ten follows from whatever is added up or subtracted:
// 1. Each entry stands for ten sessions or more, come or gone: what changes between two moments is made of whole entries.
// 2. What is published of a day, all its entries together, is nothing or ten and more, at every moment: a day that turns out to hold less is
//    taken back whole, and what is left of it is carried to a later day. So a sum over any days of any rows is made of parts that each are
//    nothing or ten and more, and a figure of it is told or hidden as a whole; and so is what any two such sums differ by.
//    The counts behind percentiles are of others than the sessions of a day (who gets online late ends on the next): by (1) and (2) too.
// 3. What is not published yet is carried on: up to nine sessions of a row at any time, of which nothing is said, not even whether there
//    are any.

/** Counts of one thing: the first is what is judged by, the others go with it. */
export type Amounts = readonly number[]

/** Places of amounts [from, to) that are counts of something else (sessions by how long they lasted): each such group is judged by its own sum too. */
export type Groups = readonly (readonly [from: number, to: number])[]

export interface LedgerDay {
  dayAt: number
  /** What is true, as far as is known. */
  known: Amounts
  /** What is published. */
  published: Amounts
}

/** The days of a row in a month. */
export interface LedgerMonth {
  month: string
  /** Its days have no other entries, except by a correction. */
  isFinal: boolean
  days: readonly LedgerDay[]
}

export interface DueEntry {
  dayAt: number
  amounts: number[]
}

/** What a month of a row is due, and what is left when it ends, to be carried on. */
export interface DueInMonth {
  month: string
  entries: DueEntry[]
  carried: number[]
}

/**
 * The entries that a row is due, of months in order. A month that is final has some only where ten sessions or more would be left at its end:
 * then it has to be corrected. Less than that is carried on. `carried`: what is left of what was before.
 */
export function entriesByMonth(
  months: readonly LedgerMonth[],
  carried: Amounts = [],
  fewest = FEWEST_TOLD,
  groups: Groups = [],
): DueInMonth[] {
  let left = carried
  return months.map(({ month, isFinal, days }) => {
    const asItIs = isFinal ? entriesDue(days, left, Number.POSITIVE_INFINITY, groups) : null
    const due = asItIs && Math.abs(asItIs.carried[0] ?? 0) < fewest ? asItIs : entriesDue(days, left, fewest, groups)
    left = due.carried
    return { month, ...due }
  })
}

/**
 * The entries that a row is due, of days in order, and what is then left to be carried on. `carried`: what is left of the days before.
 * `fewest`: what an entry has to stand for.
 */
export function entriesDue(
  days: readonly LedgerDay[],
  carried: Amounts = [],
  fewest = FEWEST_TOLD,
  groups: Groups = [],
): { entries: DueEntry[]; carried: number[] } {
  const entries: DueEntry[] = []
  let left = [...carried]
  for (const { dayAt, known, published } of days) {
    const wanted = plus(known, left)
    const next = publishedNext(wanted, published, fewest, groups)
    if (next !== published) entries.push({ dayAt, amounts: minus(next, published) })
    left = minus(wanted, next)
  }
  return { entries, carried: left }
}

/** What is to be published of a day of which `wanted` is known, what is carried to it included. The same object: what is there already. */
function publishedNext(wanted: Amounts, published: Amounts, fewest: number, groups: Groups): Amounts {
  const [now = 0, then = 0] = [wanted[0], published[0]]
  if (Math.abs(now - then) < fewest) return published
  if (now < fewest) return then === 0 ? published : published.map(() => 0)
  // No count is below nothing: what was carried here may take away more than there is.
  const next = wanted.map((amount) => Math.max(0, amount))
  // A percentile tells of whom it is made: of those who came with a day, ten again, or none of them yet.
  for (const [from, to] of groups) {
    const count = (amounts: Amounts) => amounts.slice(from, to).reduce((sum, amount) => sum + amount, 0)
    if (Math.abs(count(next) - count(published)) >= fewest && count(next) >= fewest) continue
    const isTooFew = count(next) < fewest && count(published) - count(next) >= fewest
    for (let at = from; at < to; at += 1) next[at] = isTooFew ? 0 : (published[at] ?? 0)
  }
  return next
}

export function plus(a: Amounts, b: Amounts): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] ?? 0) + (b[at] ?? 0))
}

export function minus(a: Amounts, b: Amounts): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] ?? 0) - (b[at] ?? 0))
}
