import { isDeepStrictEqual } from 'node:util'
import { type MergedMinute, reportsIn } from '../../contract/report.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import type { Found } from './next-boot.ts'
import type { BootPromises, Promises } from './promised.ts'
import { KEPT_FILES, type KeptFile, keyOf, type Octets } from './words.ts'

/** Something that is not as it was promised, in plain words. */
export interface Difference {
  about: 'start' | 'database' | 'reports' | 'sums' | KeptFile
  text: string
}

/** Holds what the boot after the cut found against what had been promised before it. */
export function compare(promises: Promises, found: Found): Difference[] {
  const all = everyReport(promises, found)
  const about = (topic: Difference['about'], texts: string[]) => texts.map((text) => ({ about: topic, text }))
  return [
    ...about('database', wholeDatabase(found)),
    ...about('reports', [...onceEach(promises, found, all), ...asTold(promises, all)]),
    ...about('sums', sums(promises, all)),
    ...KEPT_FILES.flatMap((file) => about(file, wholeFile(file, promises, found))),
  ]
}

function wholeDatabase({ integrity, sessions, dropped, complaints }: Found): string[] {
  return [
    ...complaints,
    ...(integrity === 'ok' ? [] : [`integrity_check says ${integrity}`]),
    ...(sessions === 0 ? [] : [`${sessions} sessions of before the cut go on`]),
    ...(dropped === 0 ? [] : ['reports were dropped']),
  ]
}

function wholeFile(file: KeptFile, { files }: Promises, found: Found): string[] {
  const version = found.files[file]
  const { least, most } = files[file]
  if (version === null) return [`${file}.json is there and cannot be used`]
  if (version >= least && version <= most) return []
  return [`${file}.json has version ${version}, where ${least} was promised`]
}

/** What exists after the cut: the reports that the fleet has committed, and those that wait and are not the same again. */
function everyReport({ held }: Promises, found: Found): UntimedReport[] {
  const isHeld = new Map(held.map((report) => [keyOf(report), report]))
  const isSame = (report: UntimedReport) => {
    const same = isHeld.get(keyOf(report))
    return same !== undefined && reportsIn(same) === reportsIn(report)
  }
  return [...held, ...found.outbox.filter((report) => !isSame(report))]
}

/** The identities of the minutes that a report stands for. */
function minutesOf(report: UntimedReport): string[] {
  return Array.from({ length: reportsIn(report) }, (_, after) => keyOf({ ...report, seq: report.seq + after }))
}

/** Everything that was promised is there, and nothing is there twice: not in two reports, and not here once the fleet has settled it. */
function onceEach({ reports, tickets, settled }: Promises, found: Found, all: UntimedReport[]): string[] {
  const minutes = all.flatMap(minutesOf)
  const faults = [...all.flatMap(({ problems }) => problems.map(({ ticket }) => ticket)), ...found.tickets]
  const again = found.outbox.map(keyOf).filter((key) => settled.has(key))
  return [
    ...missing([...reports.keys()], minutes).map((key) => `report ${key} is lost`),
    ...missing(tickets, faults).map((ticket) => `the fault with the ticket ${ticket} is lost`),
    ...twice([...minutes, ...faults]).map((key) => `${key} is there twice`),
    ...again.map((key) => `report ${key} was settled and waits again`),
  ]
}

/** Each report says what was told of it. Only a boot's last may be new: it closes the interval in which the power was cut. */
function asTold({ toldEver, boots }: Promises, all: UntimedReport[]): string[] {
  const wrong: string[] = []
  for (const report of all) {
    const told = minutesOf(report).map((key) => toldEver.get(key))
    const isLast = all.every(({ bootId, seq }) => bootId !== report.bootId || seq <= report.seq)
    const isNew = isLast && report.seq >= (boots.get(report.bootId)?.reports ?? 0) && report.riders.connected === 0
    if (report.dropped !== null) wrong.push(`report ${keyOf(report)} says that others were dropped`)
    if (report.merged !== null) wrong.push(...mergedAsTold(report, told))
    else if (!isDeepStrictEqual(report, told[0]) && !isNew) wrong.push(`report ${keyOf(report)} has changed`)
  }
  return wrong
}

function mergedAsTold(report: UntimedReport, told: (UntimedReport | undefined)[]): string[] {
  const known = told.flatMap((one) => one ?? [])
  const minutes = known.map(
    ({ endedUptimeMs, riders, sessions, octets }): MergedMinute => [
      endedUptimeMs,
      riders.connected,
      riders.peak,
      sessions.started,
      octets.input,
      octets.output,
    ],
  )
  const causes = new Set(known.flatMap(({ sessions }) => Object.keys(sessions.ended)))
  const ended = Object.fromEntries([...causes].map((cause) => [cause, sum(known.map((one) => endsOf(one, cause)))]))
  const isTrue =
    known.length === told.length &&
    known[0]?.startedUptimeMs === report.startedUptimeMs &&
    isDeepStrictEqual(report.merged, minutes) &&
    isDeepStrictEqual(report.sessions.ended, ended) &&
    isDeepStrictEqual(
      report.problems,
      known.flatMap(({ problems }) => problems),
    )
  return isTrue ? [] : [`the merged report ${keyOf(report)} is not what its minutes were`]
}

/** By boot: no less than was promised, no more than was tried, and no session without its end. */
function sums({ boots }: Promises, all: UntimedReport[]): string[] {
  const unknown = all
    .filter(({ bootId }) => !boots.has(bootId))
    .map((report) => `report ${keyOf(report)} is of no boot`)
  return [
    ...unknown,
    ...[...boots].flatMap(([bootId, promised]) => {
      const of = all.filter((report) => report.bootId === bootId)
      return sumsOfBoot(promised, of).map((text) => `boot ${bootId}: ${text}`)
    }),
  ]
}

function sumsOfBoot({ started, ended, octets }: BootPromises, reports: UntimedReport[]): string[] {
  const starts = sum(reports.map(({ sessions }) => sessions.started))
  const ends = sum(reports.flatMap(({ sessions }) => Object.values(sessions.ended)))
  const total = (way: keyof Octets) => sum(reports.map((report) => report.octets[way]))
  return [
    ...within('sessions started', starts, started.least, started.most),
    ...within(
      'sessions ended by their riders',
      sum(reports.map((one) => endsOf(one, 'user-request'))),
      ended.least,
      ended.most,
    ),
    ...within('sessions ended', ends, starts, starts),
    ...within('octets in', total('input'), octets.least.input, octets.most.input),
    ...within('octets out', total('output'), octets.least.output, octets.most.output),
  ]
}

function within(what: string, found: number, least: number, most: number): string[] {
  return found >= least && found <= most ? [] : [`${found} ${what}, and there must be ${least} to ${most}`]
}

const endsOf = ({ sessions }: UntimedReport, cause: string) =>
  (sessions.ended as Record<string, number | undefined>)[cause] ?? 0
const sum = (all: number[]) => all.reduce((total, one) => total + one, 0)

function missing(wanted: string[], there: string[]): string[] {
  const are = new Set(there)
  return wanted.filter((one) => !are.has(one))
}

function twice(all: string[]): string[] {
  const seen = new Set<string>()
  return all.filter((one) => seen.size === seen.add(one).size)
}
