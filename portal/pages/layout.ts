import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { CATALOGUES, type Language } from '../i18n/language.ts'
import { STYLE } from './style.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageContext {
  language: Language
  /** The page's own path, for the language switch. */
  path: string
  operatorName: string
}

/** The frame of every riders' page: one document, nothing else to fetch, no script. */
export function layout(context: PageContext, title: string, body: Html, footer: Html = html``): Html {
  const words = CATALOGUES[context.language]
  const others = Object.entries(CATALOGUES).filter(([language]) => language !== context.language)
  return html`<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · ${context.operatorName}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><b>${context.operatorName}</b>${others.map(
    ([language, other]) => html`<a href="${context.path}?lang=${language}" lang="${other.code}">${other.ownName}</a>`,
  )}</header>
<main>${body}</main>
<footer>${footer}</footer>
</body>
</html>`
}

/** A link within the portal that keeps the rider's language. */
export function link(context: PageContext, path: string, text: string): Html {
  return html`<a href="${path}?lang=${context.language}">${text}</a>`
}
