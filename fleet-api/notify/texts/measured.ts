import type { Spoken } from './spoken.ts'
import type { Figures } from './words.ts'

/** What is said of what was measured, a sentence each. */
export interface MeasureWords {
  /** `of`: how many gateways a version was offered to. */
  wentBack: (count: number, of: string, said: string) => string
  simUse: (used: string, limit: string) => string
  runsOut: (day: string) => string
  addresses: (used: string, size: string) => string
  room: (free: string, total: string) => string
  reports: (count: number, said: string) => string
  waiting: (count: string) => string
  roundTrip: (ms: string) => string
  upShare: (share: string) => string
  operator: (name: string) => string
  signal: (share: string) => string
  spread: (gateways: string, of: string, routes: string) => string
  nameServerDown: string
}

/** What an alert's facts tell beside its headline, in an order in which one reads it; what they do not tell is left out. */
export function measuredIn(words: MeasureWords, facts: Figures, say: Spoken): string[] {
  const gateways = facts.number('gateways')
  const number = (value: number) => say.number(value)
  const octets = (value: number) => say.octets(value)
  const share = (value: number) => say.percent(value)
  return [
    both(facts, ['usedOctets', 'simOctets'], (used, limit) => words.simUse(octets(used), octets(limit))),
    word(facts, 'runsOutOn', (text) => words.runsOut(say.date(text))),
    both(facts, ['used', 'size'], (used, size) => words.addresses(number(used), number(size))),
    both(facts, ['freeOctets', 'totalOctets'], (free, total) => words.room(octets(free), octets(total))),
    one(facts, 'reports', (count) => words.reports(count, number(count))),
    one(facts, 'waiting', (count) => words.waiting(number(count))),
    one(facts, 'upShare', (part) => words.upShare(share(part))),
    one(facts, 'fleetMs', (ms) => words.roundTrip(number(ms))),
    // Of an operator's failure the headline names it.
    gateways === null ? word(facts, 'operatorName', words.operator) : null,
    one(facts, 'signal', (percent) => words.signal(share(percent / 100))),
    one(facts, 'routes', (routes) =>
      both(facts, ['gateways', 'of'], (some, of) => words.spread(number(some), number(of), number(routes))),
    ),
    both(facts, ['wentBack', 'ring'], (some, all) => words.wentBack(some, number(all), number(some))),
    facts.word('nameServer') === 'down' ? words.nameServerDown : null,
  ].filter((sentence) => sentence !== null)
}

function one(facts: Figures, name: string, say: (value: number) => string | null): string | null {
  const value = facts.number(name)
  return value === null ? null : say(value)
}

function both(facts: Figures, names: [string, string], say: (a: number, b: number) => string): string | null {
  const [a, b] = [facts.number(names[0]), facts.number(names[1])]
  return a === null || b === null ? null : say(a, b)
}

function word(facts: Figures, name: string, say: (value: string) => string): string | null {
  const value = facts.word(name)
  return value === null ? null : say(value)
}
