import { addedUp as countsAddedUp } from '../../contract/histogram.ts'
import {
  LONGEST_REPORT_MS,
  type MergedMinute,
  MOST_MERGED,
  type Report,
  reportsIn,
  type TerminateCause,
} from '../../contract/report.ts'
import type { Modem, Uplink } from '../../contract/telemetry.ts'
import { type Fix, MOST_FIXES } from '../../contract/trace.ts'
import type { Dropped } from '../queries/outbox.ts'
import { isAlike, isSameSignOn, isWithoutInternet } from './alike.ts'
import type { UntimedReport } from './timed.ts'

const HOUR_MS = 3_600_000
const MOST_PROBLEMS = 20
/** So many pieces an hour is cut into by what they tell of themselves: where it changes each minute, room is worth more. */
const MOST_PIECES = 6

/**
 * Cuts reports, oldest first, into groups that may become one: of one boot, without a gap in seq or time, within one hour of wall
 * time where the boot's place in time is known (`offsets`: wall time less uptime), of this program's protocol, and under one sign-on.
 * Riders' fault reports all find room. What a merged report tells once is as true of each of its minutes, unless it changed often within the hour.
 */
export function hourGroups(reports: UntimedReport[], offsets: Map<string, number>): UntimedReport[][] {
  const hourOf = ({ bootId, startedUptimeMs, endedUptimeMs }: UntimedReport) =>
    Math.floor(((offsets.get(bootId) ?? 0) + (startedUptimeMs + endedUptimeMs) / 2) / HOUR_MS)
  const groups: UntimedReport[][] = []
  let pieces = 0
  for (const report of reports) {
    const group = groups.at(-1)
    const first = group?.[0]
    const last = group?.at(-1)
    const isSameHour = last !== undefined && report.bootId === last.bootId && hourOf(report) === hourOf(last)
    const fits =
      group &&
      first &&
      last &&
      isSameHour &&
      report.protocol === last.protocol &&
      report.seq === last.seq + reportsIn(last) &&
      report.startedUptimeMs === last.endedUptimeMs &&
      isSameSignOn(report, last) &&
      (pieces >= MOST_PIECES || isAlike(report, last)) &&
      report.endedUptimeMs - first.startedUptimeMs <= LONGEST_REPORT_MS &&
      sum([...group, report], reportsIn) <= MOST_MERGED &&
      sum([...group, report], ({ problems }) => problems.length) <= MOST_PROBLEMS
    if (!isSameHour) pieces = 0
    if (fits) group.push(report)
    else {
      groups.push([report])
      pieces += 1
    }
  }
  return groups
}

/** One report in the place of a group of `hourGroups`, the riders and their usage still by the minute. */
export function merge(group: UntimedReport[]): UntimedReport {
  const first = group[0]
  const last = group.at(-1)
  if (!first || !last) throw new Error('there is nothing to merge')
  if (group.length === 1) return first
  const ended: Partial<Record<TerminateCause, number>> = {}
  for (const { sessions } of group) {
    for (const [cause, times] of Object.entries(sessions.ended) as [TerminateCause, number][])
      ended[cause] = (ended[cause] ?? 0) + times
  }
  return {
    ...last,
    seq: first.seq,
    startedUptimeMs: first.startedUptimeMs,
    riders: { connected: last.riders.connected, peak: Math.max(...group.map(({ riders }) => riders.peak)) },
    sessions: { started: sum(group, ({ sessions }) => sessions.started), ended },
    octets: addedUp(group.map(({ octets }) => octets)),
    problems: group.flatMap(({ problems }) => problems),
    merged: group.flatMap(minutesOf),
    dropped: group.reduce<Report['dropped']>((all, { dropped }) => addDropped(all, dropped), null),
    uplink: mergeUplink(group),
    trace: mergeTrace(group),
    sessionLengths: mergeCounts(group.map(({ sessionLengths }) => sessionLengths)),
    connectTimes: mergeCounts(group.map(({ connectTimes }) => connectTimes)),
  }
}

/** What is lost when these reports are dropped: the reports they stand for, their sessions and octets. */
export function lossOf(reports: UntimedReport[]): Dropped {
  return {
    reports: sum(reports, (report) => reportsIn(report) + (report.dropped?.reports ?? 0)),
    sessions: sum(reports, ({ sessions, dropped }) => sessions.started + (dropped?.sessions ?? 0)),
    octets: addedUp(reports.flatMap(({ octets, dropped }) => (dropped ? [octets, dropped.octets] : [octets]))),
  }
}

function minutesOf({ merged, endedUptimeMs, riders, sessions, octets }: UntimedReport): MergedMinute[] {
  return merged ?? [[endedUptimeMs, riders.connected, riders.peak, sessions.started, octets.input, octets.output]]
}

function addDropped(a: Report['dropped'], b: Report['dropped']): Report['dropped'] {
  if (!a || !b) return a ?? b
  return { reports: a.reports + b.reports, sessions: a.sessions + b.sessions, octets: addedUp([a.octets, b.octets]) }
}

function addedUp(all: { input: number; output: number }[]): { input: number; output: number } {
  return { input: sum(all, ({ input }) => input), output: sum(all, ({ output }) => output) }
}

/**
 * The last word on the link, and everything that was counted. Where the internet came and went, the last word of a minute that was without it: the
 * time without internet is told with one cause, and that is not how the link was once it was back.
 */
function mergeUplink(group: UntimedReport[]): Uplink | null {
  const known = group.flatMap(({ uplink }: Partial<UntimedReport>) => uplink ?? [])
  const last = group.findLast(isWithoutInternet)?.uplink ?? known.at(-1)
  if (!last) return null
  const modems = new Map<string, Modem>()
  for (const modem of [...known, last].flatMap((uplink) => uplink.modems)) modems.set(modem.port, modem)
  const counted = (port: string) => known.flatMap((uplink) => uplink.modems.filter((modem) => modem.port === port))
  return {
    ...last,
    upMs: sum(known, ({ upMs }) => upMs),
    octets: known.reduce<Uplink['octets']>((total, { octets }) => addCounted(total, octets), null),
    modems: [...modems.values()].slice(0, 8).map((modem) => ({
      ...modem,
      octets: counted(modem.port).reduce<Modem['octets']>((total, { octets }) => addCounted(total, octets), null),
    })),
  }
}

/** Bodies of programs before protocol 1.5 have none. */
function mergeCounts(all: (number[] | null | undefined)[]): number[] | null {
  const counts = countsAddedUp(all.flatMap((one) => (one ? [one] : [])))
  return counts.length > 0 ? counts : null
}

/**
 * The last fix of each minute, and of the first one the first fix too: how far it went in that minute could not be told else. Bodies of
 * programs before protocol 1.3 have none.
 */
function mergeTrace(group: UntimedReport[]): Fix[] {
  const fixes = group.flatMap(({ trace }: Partial<UntimedReport>) => trace ?? [])
  const ends = group.flatMap(minutesOf).map(([endedUptimeMs]) => endedUptimeMs)
  const lasts = ends.flatMap((endedUptimeMs, index) => {
    const afterUptimeMs = ends[index - 1] ?? -1
    const last = fixes.findLast(([uptimeMs]) => uptimeMs > afterUptimeMs && uptimeMs <= endedUptimeMs)
    return last ? [last] : []
  })
  const [first] = fixes
  const isMore = first !== undefined && first !== lasts[0] && first[0] <= (ends[0] ?? 0)
  return isMore && lasts.length < MOST_FIXES ? [first, ...lasts] : lasts
}

function addCounted(a: Uplink['octets'], b: Uplink['octets']): Uplink['octets'] {
  if (!a || !b) return a ?? b
  return { received: a.received + b.received, sent: a.sent + b.sent }
}

function sum<T>(all: T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0)
}
