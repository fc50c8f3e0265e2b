import type { NoticeLanguage } from '../../contract/channels.ts'
import type { CityReport, ReportRow, RiderFigure } from '../../contract/city-report.ts'
import type { Publication } from '../../contract/publication.ts'
import { html, type Markup } from '../docs/markup.ts'
import { type Figures, figuresIn } from './figures.ts'
import { type Words, wordsOf } from './texts/words.ts'

/** Who reads it. official: signed in; public: anybody; share: who has a link to this one report. */
export type Audience = 'official' | 'public' | 'share'

/** Where else there is something to read; null: there is no such place for this reader. */
export interface DocumentLinks {
  /** The same in another language. */
  otherLanguage: string | null
  /** Back to where the reader comes from. */
  back: string | null
  csv: string | null
  json: string | null
  openData: string | null
  /** The definitions and their history. */
  method: string | null
}
export const NO_LINKS: DocumentLinks = {
  otherLanguage: null,
  back: null,
  csv: null,
  json: null,
  openData: null,
  method: null,
}

export interface DocumentOptions {
  language: NoticeLanguage
  audience: Audience
  links: DocumentLinks
  publication: Publication
  /** Of a share link: whom it is for, and the date until which it is valid. */
  sharedFor?: { label: string; until: string } | null
}

/** What each part of the document is made from. */
export interface Context extends DocumentOptions {
  report: CityReport
  words: Words
  say: Figures
  place: string
}

export function contextOf(report: CityReport, options: DocumentOptions): Context {
  const words = wordsOf(options.language)
  return {
    ...options,
    report,
    words,
    say: figuresIn(options.language, report.timezone),
    place: options.publication.cityName ?? words.place,
  }
}

/** A part of the document with its heading. `id`: of its address. */
export interface Section {
  id: string
  heading: string
  body: Markup
}

/** Of counts: what is hidden is fewer than ten of these. The rest stands for fewer than ten of something else. */
const COUNTS = new Set<RiderFigure>(['sessions', 'ridersPeak', 'dailyDevices'])

/** A figure of a row as text, or the mark that stands in its place. */
export function told(c: Context, row: ReportRow, figure: RiderFigure, text: string | null): Markup {
  if (text !== null) return html`${text}`
  const { marks } = c.words
  if (!row.hidden.includes(figure)) return missing(c)
  return COUNTS.has(figure)
    ? html`<abbr class="few" title="${marks.fewIs}">${marks.few}</abbr>`
    : html`<abbr class="few" title="${marks.hiddenIs}">${marks.hidden}</abbr>`
}

export function missing({ words }: Context): Markup {
  return html`<abbr class="none" title="${words.marks.missingIs}">${words.marks.missing}</abbr>`
}

/** A figure that hides nobody, or the mark of what is not known. */
export function known<T>(c: Context, value: T | null | undefined, text: (value: T) => string): Markup {
  return value == null ? missing(c) : html`${text(value)}`
}

/** As text, or null. */
export function said<T>(value: T | null | undefined, text: (value: T) => string): string | null {
  return value == null ? null : text(value)
}

/** The month, or the dates. */
export function periodOf({ report, words, say }: Context): string {
  return report.month === null
    ? words.period(say.date(report.fromDate), say.date(report.toDate))
    : say.month(report.month)
}

/** Whether anything of the city or of a row has been compared with another month. */
export function isCompared({ report }: Context, against: 'previousMonth' | 'lastYear'): boolean {
  return [report.city, ...report.routes].some((row) => Object.values(row[against] ?? {}).some((by) => by !== null))
}

/** Whether there is anything to report on. */
export function isEmpty({ report }: Context): boolean {
  const { city } = report
  return city.completeness === null && city.sessions === null && city.service.inServiceMinutes === 0
}
