import type { Choice } from './chart/busiest.ts'
import { RANGES, type Range } from './chart/range.ts'

export const LANGUAGES = ['es', 'en'] as const
export type LanguageCode = (typeof LANGUAGES)[number]

/** What the address holds, so that a view can be sent to somebody else. lang null: the reader's own. */
export interface ViewState extends Choice {
  range: Range
  stacked: boolean
  lang: LanguageCode | null
}

export const DEFAULT_VIEW: ViewState = { range: '1h', stacked: false, shown: [], hidden: [], lang: null }

/** Reads a query; what is not understood counts as not given. */
export function parseView(query: string): ViewState {
  const params = new URLSearchParams(query)
  return {
    range: RANGES.find((range) => range === params.get('range')) ?? DEFAULT_VIEW.range,
    stacked: params.get('stacked') === '1',
    shown: [...new Set(params.getAll('show'))],
    hidden: [...new Set(params.getAll('hide'))],
    lang: LANGUAGES.find((lang) => lang === params.get('lang')) ?? null,
  }
}

const OWN = ['range', 'stacked', 'show', 'hide', 'lang']

/** Writes a query with its `?`, empty for the default view. `query`: the one so far, whose other parameters stay: they are the page's own. */
export function formatView(view: ViewState, query = ''): string {
  const params = new URLSearchParams(query)
  for (const name of OWN) params.delete(name)
  if (view.range !== DEFAULT_VIEW.range) params.set('range', view.range)
  if (view.stacked) params.set('stacked', '1')
  for (const key of view.shown) params.append('show', key)
  for (const key of view.hidden) params.append('hide', key)
  if (view.lang) params.set('lang', view.lang)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
