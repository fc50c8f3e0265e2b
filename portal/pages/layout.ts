import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { CATALOGUES, type Language } from '../i18n/language.ts'
import type { Fixed } from './fixed.ts'
import { type Branding, styleText } from './style.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface PageContext {
  language: Language
  /** The page's own path, for the language switch. */
  path: string
  operatorName: string
  branding: Branding
  /** What was mended here and is still news. */
  fixed: Fixed[]
}

/** Where the foot of a page leads. */
export type FootLink = '/' | '/terms' | '/privacy' | '/problem' | '/my-data'

/** The frame of every riders' page: one document, nothing else to fetch, no script. */
export function layout(context: PageContext, title: string, body: Html, foot: FootLink[]): Html {
  const { language, path, operatorName, branding } = context
  const words = CATALOGUES[language]
  const others = Object.entries(CATALOGUES).filter(([other]) => other !== language)
  return html`<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · ${operatorName}</title>
<link rel="icon" href="data:,">
<style>${raw(styleText(branding))}</style>
</head>
<body>
<header><b>${branding.logo ? html`<img src="${branding.logo}" alt="">` : ''}${operatorName}</b><nav aria-label="${words.switchLabel}">${others.map(
    ([other, { code, ownName }]) =>
      html`<a href="${path}?lang=${other}" hreflang="${code}" lang="${code}">${ownName}</a>`,
  )}</nav></header>
<main>${body}</main>
<footer><nav aria-label="${words.footLabel}">${foot.map((target) => link(context, target, words.links[target]))}</nav></footer>
</body>
</html>`
}

/** A link within the portal that keeps the rider's language. */
export function link(context: PageContext, path: string, text: string): Html {
  return html`<a href="${path}?lang=${context.language}">${text}</a>`
}

/** A form of one button. */
export function buttonForm(context: PageContext, action: string, text: string, fields: Html = html``): Html {
  return html`<form method="post" action="${action}?lang=${context.language}">${fields}<button>${text}</button></form>`
}

/** The same for what is not the first thing to do here. */
export function quietForm(context: PageContext, action: string, text: string): Html {
  return html`<form method="post" action="${action}?lang=${context.language}"><button class="quiet">${text}</button></form>`
}
