import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { type KeptFile, keyOf, type Octets, type Word } from './words.ts'

/** What was promised of one boot before a cut, and what was begun: what a cut leaves lies between the two. */
export interface BootPromises {
  started: { least: number; most: number }
  /** Ends by the rider. */
  ended: { least: number; most: number }
  octets: { least: Octets; most: Octets }
  reports: number
}

export interface Promises {
  boots: Map<string, BootPromises>
  /** Reports that were promised to be durable. */
  reports: Map<string, UntimedReport>
  /** Every report that the recording tells of, also later than the cut: where one is on the disk early, it is this one. */
  toldEver: Map<string, UntimedReport>
  tickets: string[]
  /** As the fleet has committed them. */
  held: UntimedReport[]
  settled: Set<string>
  /** Versions of a file that the next boot may find, 0 for none. */
  files: Record<KeptFile, { least: number; most: number }>
}

/** `later`: what was said after the cut. */
export function promisesIn(words: Word[], later: Word[] = []): Promises {
  const told: Promises = {
    boots: new Map(),
    reports: new Map(),
    toldEver: new Map(),
    tickets: [],
    held: [],
    settled: new Set(),
    files: { policy: { least: 0, most: 0 }, enrolment: { least: 0, most: 0 } },
  }
  for (const word of words) note(told, word)
  for (const word of [...words, ...later])
    if (word.says === 'report') told.toldEver.set(keyOf(word.report), word.report)
  return told
}

function note(told: Promises, word: Word): void {
  switch (word.says) {
    case 'accepts':
      boot(told, word.bootId).started.most += 1
      break
    case 'online':
      boot(told, word.bootId).started.least += 1
      break
    case 'ends':
      boot(told, word.bootId).ended.most += 1
      break
    case 'ended':
      boot(told, word.bootId).ended.least += 1
      break
    case 'carried':
      boot(told, word.bootId).octets.most = word.octets
      break
    case 'durable':
      boot(told, word.bootId).octets.least = word.octets
      break
    case 'report':
      if (!told.reports.has(keyOf(word.report))) boot(told, word.report.bootId).reports += 1
      told.reports.set(keyOf(word.report), word.report)
      break
    case 'ticket':
      told.tickets.push(word.ticket)
      break
    case 'held':
      told.held.push(...word.reports)
      break
    case 'settled':
      for (const key of word.keys) told.settled.add(key)
      break
    case 'keeps':
      told.files[word.file].most = word.version
      break
    case 'kept':
      told.files[word.file].least = word.version
      break
  }
}

function boot(told: Promises, bootId: string): BootPromises {
  const known = told.boots.get(bootId)
  if (known) return known
  const octets = { least: { input: 0, output: 0 }, most: { input: 0, output: 0 } }
  const made = { started: { least: 0, most: 0 }, ended: { least: 0, most: 0 }, octets, reports: 0 }
  told.boots.set(bootId, made)
  return made
}
