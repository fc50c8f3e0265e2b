import type { Step } from '../contract/api.ts'
import type { Choice } from './chart/busiest.ts'
import { type Looked, MINUTE, RANGES, type Span } from './chart/range.ts'

export const LANGUAGES = ['es', 'en'] as const
export type LanguageCode = (typeof LANGUAGES)[number]

/** What the address holds, so that a view can be sent to somebody else. lang null: the reader's own. */
export interface ViewState extends Choice, Looked {
  only: boolean
  stacked: boolean
  /** With the same weekdays some weeks before. */
  compare: boolean
  lang: LanguageCode | null
}

export const DEFAULT_VIEW: ViewState = {
  range: '1h',
  span: null,
  zoom: null,
  step: null,
  stacked: false,
  compare: false,
  shown: [],
  hidden: [],
  only: false,
  lang: null,
}

const STEPS: readonly Step[] = ['minute', 'hour', 'day']
/** Of the query these are the view's; all others belong to pages. */
const NAMES = ['range', 'from', 'to', 'zoom', 'step', 'stacked', 'compare', 'show', 'hide', 'only', 'lang']
/** Days are kept for ever, but no city has had WiFi on its buses before. */
const EARLIEST = Date.UTC(2000, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)
/** As many days as the fleet answers at once. */
const LONGEST = 3 * 366 * 86_400_000
const SHORTEST = 2 * MINUTE

/** Reads a query; what is not understood counts as not given. */
export function parseView(query: string): ViewState {
  const params = new URLSearchParams(query)
  const [from, to] = params.get('zoom')?.split('/') ?? []
  return {
    range: RANGES.find((range) => range === params.get('range')) ?? DEFAULT_VIEW.range,
    span: parseSpan(params.get('from'), params.get('to')),
    zoom: parseSpan(from, to),
    step: STEPS.find((step) => step === params.get('step')) ?? null,
    stacked: params.get('stacked') === '1',
    compare: params.get('compare') === '1',
    shown: [...new Set(params.getAll('show'))],
    hidden: [...new Set(params.getAll('hide'))],
    only: params.get('only') === '1',
    lang: LANGUAGES.find((lang) => lang === params.get('lang')) ?? null,
  }
}

/** Writes a query with its `?`, empty for the default view. What is not the view's in `query` stays, behind it. */
export function formatView(view: ViewState, query = ''): string {
  const params = new URLSearchParams()
  if (view.span) {
    params.set('from', iso(view.span.from))
    params.set('to', iso(view.span.to))
  }
  if (view.range !== DEFAULT_VIEW.range) params.set('range', view.range)
  if (view.zoom) params.set('zoom', `${iso(view.zoom.from)}/${iso(view.zoom.to)}`)
  if (view.step) params.set('step', view.step)
  if (view.stacked) params.set('stacked', '1')
  if (view.compare) params.set('compare', '1')
  for (const key of view.shown) params.append('show', key)
  for (const key of view.hidden) params.append('hide', key)
  if (view.only) params.set('only', '1')
  if (view.lang) params.set('lang', view.lang)
  for (const [name, value] of new URLSearchParams(query)) if (!NAMES.includes(name)) params.append(name, value)
  // Colons and slashes need no escape in a query, and a date is easier to read with them.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  return text === '' ? '' : `?${text}`
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)$/

/** Whole minutes; null: not from one moment to a later one, too long, too short or of another age. */
export function parseSpan(from: string | null | undefined, to: string | null | undefined): Span | null {
  // A plus sign that somebody typed into the address has become a space.
  const [a, b] = [from, to].map((text) => text?.trim().replace(' ', '+') ?? '')
  if (!a || !b || !INSTANT.test(a) || !INSTANT.test(b)) return null
  return spanOf(Date.parse(a), Date.parse(b))
}

/** Of two moments, ms since 1970, cut to whole minutes; null as for parseSpan. */
export function spanOf(fromMs: number, toMs: number): Span | null {
  const [from, to] = [fromMs, toMs].map((ms) => Math.floor(ms / MINUTE) * MINUTE) as [number, number]
  const isGood = from >= EARLIEST && to <= LATEST && to - from >= SHORTEST && to - from <= LONGEST
  return isGood ? { from, to } : null
}

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`
