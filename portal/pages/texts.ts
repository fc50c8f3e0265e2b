import { html } from 'hono/html'
import type { AbordoError } from '../../contract/problem.ts'
import { CATALOGUES } from '../i18n/language.ts'
import { type Html, layout, type PageContext } from './layout.ts'

export function termsPage(context: PageContext, version: string): Html {
  const { terms } = CATALOGUES[context.language]
  const body = html`<h1>${terms.title}</h1><p class="lead">${terms.version(version)}</p>${paragraphs(terms.body)}`
  return layout(context, terms.title, body, ['/', '/privacy'])
}

/** The short notice that Mexican law asks for at collection. */
export function privacyPage(context: PageContext): Html {
  const { privacy } = CATALOGUES[context.language]
  const sections = privacy.sections(context.operatorName)
  const body = html`<h1>${privacy.title}</h1>${sections.map(({ heading, body }) => html`<h2>${heading}</h2>${paragraphs(body)}`)}`
  return layout(context, privacy.title, body, ['/', '/my-data', '/terms'])
}

/** What went wrong and what to do now, in the rider's language. */
export function errorPage(context: PageContext, error: AbordoError): Html {
  const words = CATALOGUES[context.language].error
  const body = html`<h1>${words.title}</h1>
<p class="lead">${words.what(error.code)}. ${words.whatNow(error.code)}</p>
<p><a class="button" href="/?lang=${context.language}">${CATALOGUES[context.language].links['/']}</a></p>`
  return layout(context, words.title, body, ['/problem'])
}

function paragraphs(texts: string[]): Html {
  return html`${texts.map((text) => html`<p>${text}</p>`)}`
}
