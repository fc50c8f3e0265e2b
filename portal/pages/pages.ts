import { html, raw } from 'hono/html'
import { type AbordoError, ERRORS } from '../../contract/problem.ts'
import { CATALOGUES } from '../i18n/language.ts'
import { type Html, layout, link, type PageContext } from './layout.ts'

const WIFI = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M2.5 9.5a13.5 13.5 0 0 1 19 0M5.8 13a9 9 0 0 1 12.4 0M9 16.4a4.4 4.4 0 0 1 6 0"/><circle cx="12" cy="19.6" r=".9" fill="currentColor"/></svg>',
)
const CHECK = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m4 12.5 5.5 5.5L20 7"/></svg>',
)

/** The first page: what it is, one button, the terms in three lines. */
export function welcomePage(context: PageContext, policy: { sessionSeconds: number; termsVersion: string }): Html {
  const { welcome } = CATALOGUES[context.language]
  const body = html`${WIFI}<h1>${welcome.title}</h1>
<p class="lead">${welcome.lead(Math.round(policy.sessionSeconds / 60))}</p>
<form method="post" action="/session?lang=${context.language}">
<input type="hidden" name="terms" value="${policy.termsVersion}">
<button>${welcome.accept}</button>
</form>
<ul>${welcome.terms.map((line) => html`<li>${line}</li>`)}</ul>`
  return layout(
    context,
    welcome.title,
    body,
    html`${link(context, '/terms', welcome.more)}${link(context, '/privacy', welcome.privacy)}`,
  )
}

/** The page of a client with a session: time left, data used, and the way out. */
export function statusPage(context: PageContext, session: { secondsLeft: number; usedOctets: number }): Html {
  const { status, welcome } = CATALOGUES[context.language]
  const minutes = Math.max(1, Math.round(session.secondsLeft / 60))
  const body = html`${CHECK}<h1>${status.title}</h1>
<p class="lead">${status.start}</p>
<dl>
<div><dt>${status.left}</dt><dd>${status.minutes(minutes)}</dd></div>
<div><dt>${status.used}</dt><dd>${formatOctets(session.usedOctets, CATALOGUES[context.language].code)}</dd></div>
</dl>
<form method="post" action="/session/end?lang=${context.language}"><button class="quiet">${status.end}</button></form>`
  return layout(
    context,
    status.title,
    body,
    html`${link(context, '/terms', welcome.more)}${link(context, '/privacy', welcome.privacy)}`,
  )
}

export function termsPage(context: PageContext, version: string): Html {
  const { terms } = CATALOGUES[context.language]
  return textPage(context, terms.title, terms.body, terms.version(version))
}

export function privacyPage(context: PageContext): Html {
  const { privacy } = CATALOGUES[context.language]
  return textPage(context, privacy.title, privacy.body)
}

/** What went wrong and what to do now, in the rider's language. */
export function errorPage(context: PageContext, error: AbordoError): Html {
  const words = CATALOGUES[context.language].error
  const whatNow: Record<string, string> = words.whatNow
  const body = html`<h1>${words.title}</h1>
<p class="lead">${ERRORS[error.code][context.language]}. ${whatNow[error.code] ?? words.whatNow.other}</p>`
  return layout(context, words.title, body, link(context, '/', CATALOGUES[context.language].back))
}

function textPage(context: PageContext, title: string, paragraphs: string[], note?: string): Html {
  const body = html`<h1>${title}</h1>${note ? html`<p class="lead">${note}</p>` : ''}${paragraphs.map((text) => html`<p>${text}</p>`)}`
  return layout(context, title, body, link(context, '/', CATALOGUES[context.language].back))
}

/** Octets in the decimal units of a data plan. */
function formatOctets(octets: number, locale: string): string {
  const megaoctets = octets / 1_000_000
  const digits = megaoctets < 10 ? 1 : 0
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(megaoctets)} MB`
}
