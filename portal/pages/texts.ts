import { html } from 'hono/html'
import type { Policy } from '../../contract/policy.ts'
import type { AbordoError } from '../../contract/problem.ts'
import { CATALOGUES } from '../i18n/language.ts'
import { type Html, layout, type PageContext } from './layout.ts'

/** The terms of this version: the operator's own words, or where there are none the gateway's. */
export function termsPage(
  context: PageContext,
  { termsVersion, termsText }: Pick<Policy, 'termsVersion' | 'termsText'>,
): Html {
  const { terms } = CATALOGUES[context.language]
  const text = termsText ? plainText(termsText[context.language]) : paragraphs(terms.body)
  const body = html`<h1>${terms.title}</h1><p class="lead">${terms.version(termsVersion)}</p>${text}`
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

/** Text as an operator writes it: empty lines between paragraphs, `# ` before a heading; other line ends stay. Whatever is in it is text. */
function plainText(text: string): Html {
  const blocks: { isHeading: boolean; lines: string[] }[] = []
  let isOpen = false
  for (const line of text.split(/\r\n?|\n/).map((one) => one.trim())) {
    const isHeading = line.startsWith('# ')
    if (isHeading) blocks.push({ isHeading, lines: [line.slice(2).trim()] })
    else if (line !== '' && isOpen) blocks.at(-1)?.lines.push(line)
    else if (line !== '') blocks.push({ isHeading, lines: [line] })
    isOpen = line !== '' && !isHeading
  }
  return html`${blocks.map(({ isHeading, lines }) => {
    const inner = lines.map((line, index) => html`${index === 0 ? '' : html`<br>`}${line}`)
    return isHeading ? html`<h2>${inner}</h2>` : html`<p>${inner}</p>`
  })}`
}
