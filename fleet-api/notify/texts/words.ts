import type { AlertCause, AlertFacts, AlertKind } from '../../../contract/alerts.ts'
import type { MeasureWords } from './measured.ts'
import type { Spoken } from './spoken.ts'

/** What messages are made of in a language. */
export interface Words {
  locale: string
  lessThanAMinute: string
  /** What is wrong with what, as in a subject line. */
  wrong: Record<AlertKind, (name: string, facts: Figures, say: Spoken) => string>
  /** The same of several at once, after their number. */
  several: Record<AlertKind, string>
  cause: Record<AlertCause, string>
  /** What to do first about a cause; or, where none is known, about a kind. */
  firstForCause: Record<AlertCause, string>
  firstForKind: Record<AlertKind, string>
  measured: MeasureWords
  bus: (label: string) => string
  wholeFleet: string
  route: (name: string) => string
  modem: (port: string) => string
  /** `today`: it began on the day on which this is written. */
  since: (at: number, today: boolean, say: Spoken) => string
  ago: (duration: string) => string
  /** Of what has ended: as a subject line. */
  solved: (ended: string) => string
  ended: (wrong: string, lasted: string) => string
  lasted: (from: string, to: string, duration: string) => string
  digest: (open: { count: number; kinds: string[] }, closed: number, say: Spoken) => string
  /** Of a digest, after the kinds that there are most of. */
  otherKinds: string
  more: (count: string) => string
  labels: { where: string; since: string; measured: string; cause: string; first: string; lasted: string }
  causeUnknown: string
  openAlert: string
  openAlerts: string
  solvedHeading: string
  openHeading: string
  test: { subject: string; body: (channel: string) => string }
  because: (channel: string) => string
}

/** An alert's facts, read by name. */
export interface Figures {
  /** Null: there is no such number. */
  number(name: string): number | null
  /** Null: there is no such word. */
  word(name: string): string | null
}

export function figuresOf(facts: AlertFacts): Figures {
  return {
    number(name) {
      const value = facts[name]
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    },
    word(name) {
      const value = facts[name]
      return typeof value === 'string' && value !== '' ? value : null
    },
  }
}

/** What a SIM has used of its month, as far as is known: rather than `share`, which is the threshold that it has reached. */
export function simShareOf(facts: Figures): number | null {
  const [used, limit] = [facts.number('usedOctets'), facts.number('simOctets')]
  return used === null || limit === null || limit === 0 ? facts.number('share') : used / limit
}
