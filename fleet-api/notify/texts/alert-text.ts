import type { AlertCause, AlertFacts, AlertKind, AlertScope } from '../../../contract/alerts.ts'
import type { NoticeLanguage } from '../../../contract/channels.ts'
import { UNKNOWN_ROUTE } from '../../../db/fleet/schema.ts'
import type { AlertAndNames } from '../../queries/told-alerts.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { measuredIn } from './measured.ts'
import { type Spoken, spokenIn } from './spoken.ts'
import { figuresOf, type Words } from './words.ts'

export const WORDS: Record<NoticeLanguage, Words> = { es, en }

/** An alert as its text is made of. Times are ms since 1970. */
export interface TextedAlert {
  kind: AlertKind
  scope: AlertScope
  /** A gateway's id, or a mobile operator's name; '' for the fleet. */
  subjectId: string
  label: string | null
  site: 'vehicle' | 'stop' | 'station' | null
  part: string
  /** Short, as riders say it; null: no route is known. */
  route: string | null
  routeLongName: string | null
  cause: AlertCause | null
  facts: AlertFacts
  sinceAt: number
  closedAt: number | null
}

/** An alert as its text is made of, from its row and what people call its gateway and its route. */
export function textedOf(row: AlertAndNames): TextedAlert {
  const { routeId } = row.alert
  const route = row.routeShortName || row.routeLongName || (routeId === UNKNOWN_ROUTE ? null : routeId)
  return { ...row.alert, ...row, route }
}

export interface AlertText {
  /** What people call it: `bus-1043`. */
  name: string
  /** What, where, since when, or how long it lasted: `bus-1043 sin internet desde las 08:12 · ruta T2`. */
  line: string
  /** The same, where it stands in a list of such as are open, or have ended. */
  item: string
  /** What alone: `bus-1043 sin internet`. */
  what: string
  where: string
  since: string
  /** Null: it is open. */
  lasted: string | null
  measured: string[]
  cause: string
  first: string
}

export interface TextOptions {
  language: NoticeLanguage
  /** IANA. */
  timezone: string
  now: number
}

const known = new Map<string, Spoken>()

/** Made once for each language and time zone: formatters are dear, and a digest may be of a thousand alerts. */
export function spokenOf({ language, timezone }: Pick<TextOptions, 'language' | 'timezone'>): Spoken {
  const name = `${language} ${timezone}`
  const { locale, lessThanAMinute } = WORDS[language]
  const spoken = known.get(name) ?? spokenIn(locale, timezone, lessThanAMinute)
  known.set(name, spoken)
  return spoken
}

/** An alert in words: what, where, since when, the likely cause, and what to do first. */
export function alertText(alert: TextedAlert, options: TextOptions): AlertText {
  const words = WORDS[options.language]
  const say = spokenOf(options)
  const { kind, sinceAt, closedAt, cause, route } = alert
  const facts = figuresOf(alert.facts)
  const name = nameOf(alert, words)
  const what = words.wrong[kind](name, facts, say)
  const since = words.since(sinceAt, say.sameDay(sinceAt, options.now), say)
  const onRoute = route === null ? '' : ` · ${words.route(route)}`
  const duration = say.duration((closedAt ?? options.now) - sinceAt)
  const open = SINCE_ONLY_BELOW.has(kind) ? what : `${what} ${since}`
  const item = plain(`${closedAt === null ? open : words.ended(what, duration)}${onRoute}`)
  return {
    name,
    what,
    line: closedAt === null ? item : words.solved(item),
    item,
    where: plain(whereOf(alert, name, words)),
    since: `${moment(sinceAt, options.now, say)}, ${words.ago(duration)}`,
    lasted: closedAt === null ? null : lastedOf(sinceAt, closedAt, duration, words, say),
    measured: measuredIn(words.measured, facts, say),
    cause: cause === null ? words.causeUnknown : words.cause[cause],
    first: cause === null ? words.firstForKind[kind] : words.firstForCause[cause],
  }
}

/** Since when a SIM has used so much says little, and since when a certificate nears its end. */
const SINCE_ONLY_BELOW: ReadonlySet<AlertKind> = new Set(['sim-quota', 'certificate'])

function nameOf({ scope, subjectId, label, site }: TextedAlert, words: Words): string {
  if (scope === 'fleet') return words.wholeFleet
  if (scope === 'operator' || label === null || label.trim() === '') return subjectId
  // A number alone does not say what it is of.
  return site === 'vehicle' && !/\p{L}/u.test(label) ? words.bus(label) : label
}

function whereOf({ scope, subjectId, part, route, routeLongName }: TextedAlert, name: string, words: Words): string {
  const id = scope === 'gateway' && name !== subjectId ? `${name} (${subjectId})` : name
  const long = routeLongName === null || routeLongName === route ? '' : ` ${routeLongName}`
  return [id, part === '' ? '' : words.modem(part), route === null ? '' : `${words.route(route)}${long}`]
    .filter((one) => one !== '')
    .join(', ')
}

function lastedOf(from: number, to: number, duration: string, words: Words, say: Spoken): string {
  return words.lasted(moment(from, to, say), moment(to, from, say), duration)
}

/** A time of day, with the day where it is another one than that of `beside`. */
function moment(at: number, beside: number, say: Spoken): string {
  return say.sameDay(at, beside) ? say.clock(at) : `${say.day(at)}, ${say.clock(at)}`
}

/** On one line: it goes into a subject. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
}
