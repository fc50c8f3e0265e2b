import type { NoticeLanguage } from '../../contract/channels.ts'
import { html, type Markup } from '../docs/markup.ts'
import { type Context, periodOf } from './context.ts'
import { printStyle } from './print-style.ts'
import { stateOf } from './sections/title.ts'
import { STYLE } from './style.ts'
import { wordsOf } from './texts/words.ts'

export interface Page {
  language: NoticeLanguage
  title: string
  body: Markup
  /** Links at the top, in order. */
  links: { text: string; url: string; lang?: string }[]
  /** What stands at the foot of each page on paper. */
  foot: string
  /** A script of ours, by its path; null: it runs none. */
  script?: string | null
  /** What else stands in the head. */
  head?: Markup
}

/** A page of HTML around what it says. */
export function shell({ language, title, body, links, foot, script = null, head = html`` }: Page): string {
  const words = wordsOf(language)
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${script === null ? '' : html`<script src="${script}" defer></script>`}<title>${title}</title><link rel="icon" href="data:,"><style>${STYLE}${printStyle(foot, words.page.of)}</style>${head}</head>
<body><a class="skip" href="#content">${words.page.skip}</a>
<header class="sign"><div><p class="wordmark">abordo</p><ul>${links.map(({ text, url, lang }) => html`<li><a href="${url}"${lang === undefined ? '' : html` lang="${lang}" hreflang="${lang}"`}>${text}</a></li>`)}</ul></div></header>
<main id="content" tabindex="-1">
${body}
</main></body></html>`.text
}

/** The page of a report. */
export function page(c: Context, { body }: { body: Markup }): string {
  const { words, place, links, language, report, sharedFor = null } = c
  const [back, other] = [links.back, links.otherLanguage]
  const digest = report.inputsDigest === null ? '' : ` · SHA-256 ${report.inputsDigest.slice(0, 16)}…`
  const shared =
    sharedFor === null
      ? ''
      : html`<p class="shared">${words.page.sharedFor(sharedFor.label, c.say.date(sharedFor.until))}</p>`
  return shell({
    language,
    title: `${words.title(place)} · ${periodOf(c)}`,
    body: html`${shared}${body}<p class="screen hint">${words.page.print}</p>`,
    links: [
      ...(back === null ? [] : [{ text: c.audience === 'public' ? words.page.allMonths : words.page.back, url: back }]),
      ...(other === null ? [] : [{ text: words.other, url: other, lang: language === 'es' ? 'en' : 'es' }]),
    ],
    foot: `${c.publication.cityName ?? words.kicker} · ${periodOf(c)} · ${stateOf(c)}${digest}`,
  })
}
