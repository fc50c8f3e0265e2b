import { hash } from 'node:crypto'
import type { ReportRow } from '../queries/reports.ts'

/** What a link stands for. Not the route: that may be told anew. */
export type Chained = Pick<
  ReportRow,
  | 'gatewayId'
  | 'bootId'
  | 'seq'
  | 'minuteAt'
  | 'startedAt'
  | 'endedAt'
  | 'ridersConnected'
  | 'ridersPeak'
  | 'sessionsStarted'
  | 'inputOctets'
  | 'outputOctets'
>

/** So many reports a gateway's chain has, and the hash of the last, hexadecimal; '' where there are none. */
export interface Chain {
  length: number
  head: string
}

export const NO_CHAIN: Chain = { length: 0, head: '' }

/** What is hashed of a report: its fields, none of which can hold a comma. */
export function chainLine(row: Chained): string {
  return [
    row.gatewayId,
    row.bootId,
    row.seq,
    row.minuteAt,
    row.startedAt,
    row.endedAt,
    row.ridersConnected,
    row.ridersPeak,
    row.sessionsStarted,
    row.inputOctets,
    row.outputOctets,
  ].join(',')
}

/**
 * A chain with one more accepted report: SHA-256 of the head before, a line feed and the report's line. Whoever has the reports in order
 * can work it out again: printf '%s\n%s' "$head" "$line" | sha256sum.
 */
export function linked(chain: Chain, row: Chained): Chain {
  return { length: chain.length + 1, head: hash('sha256', `${chain.head}\n${chainLine(row)}`) }
}

/** Numbers the rows of each gateway on, in the order in which they are given; returns the chains as they stand then. */
export function chainUp(rows: ReportRow[], chains: ReadonlyMap<string, Chain>): Map<string, Chain> {
  const now = new Map(chains)
  for (const row of rows) {
    const next = linked(now.get(row.gatewayId) ?? NO_CHAIN, row)
    row.chainSeq = next.length
    now.set(row.gatewayId, next)
  }
  return now
}

/** What is known of a chain at one moment: after `length` reports it was `head`. `at`: seconds since 1970, by receipt. */
export interface Anchor extends Chain {
  at: number
}

/** A stretch of a chain, first and last place, both included. */
export interface Stretch {
  first: number
  last: number
}

export interface ChainVerdict {
  /** From after which place on every report has to be there, and how many there have been. */
  from: number
  length: number
  /** Kept reports that were looked at; and of them those from before chains were kept, which nothing proves. */
  reports: number
  unchained: number
  /** Everything is there and gives the heads that were written down. */
  equal: boolean
  /** Reports that were changed: stretches that do not give the head that was written down at their end, the oldest first. */
  changed: Stretch[]
  /** Reports that are not there though they have to be. */
  missing: Stretch[]
  /** Reports that are in no place of the chain, or in one that another has: somebody has put them there. */
  foreign: { bootId: string; seq: number; chainSeq: number | null }[]
}

/**
 * Holds kept reports of one gateway against the heads that were written down. `anchors`: in order, the first one the chain's beginning, the last one
 * as it stands now. `wholeSince` (seconds since 1970): what was received since then is kept; of what is older, reports may be gone, and
 * the rest is looked at as far as it goes.
 */
export function judgeChain(rows: readonly ReportRow[], anchors: readonly Anchor[], wholeSince: number): ChainVerdict {
  const last = anchors.at(-1) ?? { ...NO_CHAIN, at: 0 }
  const from = (anchors.find(({ at }) => at >= wholeSince) ?? last).length
  const { places, foreign, unchained } = inPlaces(rows, last.length)
  const missing: Stretch[] = []
  const changed: Stretch[] = []
  for (const [index, end] of anchors.entries()) {
    const begin = anchors[index - 1]
    if (!begin) continue
    const gaps = gapsOf(places, { first: begin.length + 1, last: end.length })
    if (end.length > from) missing.push(...gaps)
    if (gaps.length > 0) continue
    let chain: Chain = begin
    for (let place = begin.length + 1; place <= end.length; place += 1) {
      const row = places.get(place)
      if (row) chain = linked(chain, row)
    }
    if (chain.head !== end.head) changed.push({ first: begin.length + 1, last: end.length })
  }
  const equal = changed.length + missing.length + foreign.length === 0
  return { from, length: last.length, reports: rows.length, unchained, equal, changed, missing, foreign }
}

/** The report of each place. One without a place is of before chains were kept, if it was received before all that have one. */
function inPlaces(rows: readonly ReportRow[], length: number) {
  const places = new Map<number, ReportRow>()
  const foreign: ChainVerdict['foreign'] = []
  const chained = rows.filter(({ chainSeq }) => chainSeq !== null)
  const began = chained.reduce((least, { receivedAt }) => Math.min(least, receivedAt), Number.POSITIVE_INFINITY)
  let unchained = 0
  for (const row of rows) {
    const { chainSeq, bootId, seq } = row
    if (chainSeq === null && row.receivedAt < began) unchained += 1
    else if (chainSeq === null || chainSeq < 1 || chainSeq > length || places.has(chainSeq))
      foreign.push({ bootId, seq, chainSeq })
    else places.set(chainSeq, row)
  }
  return { places, foreign, unchained }
}

function gapsOf(places: ReadonlyMap<number, unknown>, { first, last }: Stretch): Stretch[] {
  const gaps: Stretch[] = []
  for (let place = first; place <= last; place += 1) {
    if (places.has(place)) continue
    const gap = gaps.at(-1)
    if (gap?.last === place - 1) gap.last = place
    else gaps.push({ first: place, last: place })
  }
  return gaps
}
