import { html } from 'hono/html'
import type { Policy } from '../../contract/policy.ts'
import { CATALOGUES } from '../i18n/language.ts'
import type { Html, PageContext } from './layout.ts'

export type Fixed = Policy['fixed'][number]

const WEEK_MS = 7 * 86_400_000

/** What is still news at `now` (ms since 1970): for seven dates, the one of the repair the first. Asks no fleet, so it ends on a bus without internet too. */
export function newsOf(fixed: readonly Fixed[], now: number): Fixed[] {
  return fixed.filter(({ on }) => now < Date.parse(on) + WEEK_MS)
}

/** What riders had reported and was mended; nothing where there is no such news. */
export function fixedNews({ language, fixed }: PageContext): Html {
  if (fixed.length === 0) return html``
  const words = CATALOGUES[language].fixed
  const lines = fixed.map(({ kind, on, site }) =>
    words.line(words.where[site ?? 'unknown'], words.date(on), words.kinds[kind]),
  )
  return html`<section class="fixed">${lines.map((line, index) => html`<p>${line}${index === lines.length - 1 ? ` ${words.thanks}` : ''}</p>`)}</section>`
}
