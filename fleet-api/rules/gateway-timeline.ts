import type { Track, TrackState, TrackStretch } from '../../contract/gateway-page.ts'
import { LONG_INTERVAL_MS } from '../../contract/outage-cause.ts'
import type { OutageCause } from '../../contract/service.ts'
import { LONGEST_POWER_CUT_OF_A_PLACE_S, LONGEST_POWER_CUT_S } from './availability.ts'
import { type Looked, lookedAt, type Said } from './said-intervals.ts'

export interface ToldOfGateway {
  /** What it said of the time and of what is around it, in any order. */
  said: readonly Said[]
  /** ms since 1970, half open. */
  from: number
  to: number
  now: number
  /** Since when there is such a gateway, ms since 1970. */
  addedAt: number
  /** Stands at a stop or station: nobody drives it away. */
  fixed: boolean
}

type Timeline = Record<Track, TrackStretch[]>
interface Word {
  is: TrackState
  cause: OutageCause | null
}

const UP: Word = { is: 'up', cause: null }
const UNKNOWN: Word = { is: 'unknown', cause: null }
const NOT_DUE: Word = { is: 'not-due', cause: null }
const down = (cause: OutageCause | null): Word => ({ is: 'down', cause })

/**
 * When a gateway had power, internet and a portal that worked, by the same rules as availability (rules/availability.ts), whether its route was
 * served or not. Time without a report is told by what came before and after it; where that says nothing, and after the last report, it is
 * unknown: what is silent now may still tell.
 */
export function timelineOf(told: ToldOfGateway): Timeline {
  const tracks = { power: new Line(told), uplink: new Line(told), portal: new Line(told) }
  const all = (from: number, to: number, power: Word, uplink: Word, portal: Word) => {
    tracks.power.add(from, to, power)
    tracks.uplink.add(from, to, uplink)
    tracks.portal.add(from, to, portal)
  }
  const boots = new Set<string>()
  let before: Looked | null = null
  let wasDown = false
  const rows = lookedAt(told.said, told.fixed)
  // What it says of a time before it was added counts: a gateway may be told of anew.
  const first = Math.min(told.addedAt, rows[0]?.from ?? told.addedAt)
  all(Number.MIN_SAFE_INTEGER, first, NOT_DUE, NOT_DUE, NOT_DUE)
  for (const row of rows) {
    if (before === null) all(first, row.from, UNKNOWN, UNKNOWN, UNKNOWN)
    else if (row.from > before.to) {
      const isTold = before.bootId === row.bootId || !boots.has(row.bootId)
      if (isTold) tellGap(all, told.fixed, before, row)
      else all(before.to, row.from, UNKNOWN, UNKNOWN, UNKNOWN)
    }
    boots.add(row.bootId)
    const from = Math.max(row.from, before?.to ?? row.from)
    if (from < row.to) wasDown = tellRow(tracks, { ...row, from }, wasDown)
    if (before === null || row.to >= before.to) before = row
  }
  all(before?.to ?? first, told.now, UNKNOWN, UNKNOWN, UNKNOWN)
  return { power: tracks.power.stretches(), uplink: tracks.uplink.stretches(), portal: tracks.portal.stretches() }
}

/** Returns whether the internet was lost at its end. */
function tellRow(tracks: Record<Track, Line>, row: Looked, wasDown: boolean): boolean {
  const { from, to, upShare, outage } = row
  tracks.power.add(from, to, UP)
  if (to - from > LONG_INTERVAL_MS) {
    // The portal began again within it, and has looked at the uplink since.
    const seenFrom = upShare === null ? to : to - upShare * (to - from)
    tracks.portal.add(from, seenFrom, down('portal'))
    tracks.portal.add(seenFrom, to, UP)
    tracks.uplink.add(from, seenFrom, UNKNOWN)
    tracks.uplink.add(seenFrom, to, UP)
    return false
  }
  tracks.portal.add(from, to, outage === 'portal' ? down('portal') : UP)
  if (upShare === null) {
    tracks.uplink.add(from, to, UNKNOWN)
    return false
  }
  const lost = down(outage === 'portal' ? null : (outage ?? 'no-data'))
  const upMs = upShare * (to - from)
  // Nothing says when within the minute it was lost: an outage that was there goes on, another one begins at the end.
  const [first, second] = wasDown ? [lost, UP] : [UP, lost]
  const turn = wasDown ? to - upMs : from + upMs
  tracks.uplink.add(from, turn, first)
  tracks.uplink.add(turn, to, second)
  return upShare < 1 && (upShare === 0 || !wasDown)
}

type Teller = (from: number, to: number, power: Word, uplink: Word, portal: Word) => void

function tellGap(all: Teller, fixed: boolean, before: Looked, after: Looked): void {
  if (before.bootId === after.bootId) {
    // The kernel ran on; where reports are missing between the two they may still come.
    const portal = after.seq === before.seq + 1 ? down('portal') : UNKNOWN
    all(before.to, after.from, UP, UNKNOWN, portal)
    return
  }
  const kernelFrom = after.from - after.startedUptimeMs
  if (kernelFrom < before.from) {
    // The kernel ran on, and the gateway lost its database.
    all(before.to, after.from, UP, UNKNOWN, down('gateway'))
    return
  }
  const startedAt = Math.min(Math.max(kernelFrom, before.to), after.from)
  const longest = fixed ? LONGEST_POWER_CUT_OF_A_PLACE_S : LONGEST_POWER_CUT_S
  const power = startedAt - before.to > longest * 1000 ? NOT_DUE : down('power')
  all(before.to, startedAt, power, NOT_DUE, NOT_DUE)
  // Up to its first report it was starting; where that is not here it may still come.
  if (after.seq > 0) all(startedAt, after.from, UP, UNKNOWN, UNKNOWN)
  else if (power === NOT_DUE) all(startedAt, after.from, UP, NOT_DUE, NOT_DUE)
  else all(startedAt, after.from, UP, UNKNOWN, down('power'))
}

/** One track: what follows what, cut to the time that was asked for. */
class Line {
  readonly #from: number
  readonly #to: number
  readonly #made: { from: number; to: number; word: Word }[] = []

  constructor({ from, to, now }: ToldOfGateway) {
    this.#from = from
    this.#to = Math.min(to, now)
  }

  add(from: number, to: number, word: Word): void {
    const last = this.#made.at(-1)
    const start = Math.round(Math.max(from, this.#from, last?.to ?? this.#from))
    const end = Math.round(Math.min(to, this.#to))
    if (end <= start) return
    if (last && last.word.is === word.is && last.word.cause === word.cause) last.to = end
    else this.#made.push({ from: start, to: end, word })
  }

  stretches(): TrackStretch[] {
    return this.#made.map(({ from, to, word }) => ({ from: iso(from), to: iso(to), ...word }))
  }
}

const iso = (at: number) => new Date(at).toISOString()
