import { html } from 'hono/html'
import type { Policy } from '../../contract/policy.ts'
import type { TerminateCause } from '../../contract/report.ts'
import { CATALOGUES } from '../i18n/language.ts'
import type { Connection } from './connection.ts'
import { fixedNews } from './fixed.ts'
import { NO_SIGNAL, PAUSE, WIFI } from './icons.ts'
import { buttonForm, type FootLink, type Html, layout, type PageContext } from './layout.ts'
import { outageNotice } from './outage.ts'

type Offer = Pick<Policy, 'sessionSeconds' | 'termsVersion' | 'acceptOnce'>
const FOOT: FootLink[] = ['/terms', '/privacy', '/problem', '/my-data']

/** The first page: what it is, one button, the terms in three lines. */
export function welcomePage(context: PageContext, offer: Offer, connection: Connection): Html {
  const { welcome, outage, duration } = CATALOGUES[context.language]
  const down = connection.quality === 'none'
  const body = html`${down ? '' : WIFI}<h1>${welcome.title}</h1>
${outageNotice(context, connection)}<p class="lead">${down ? outage.accept : welcome.lead(duration(offer.sessionSeconds))}</p>
${acceptForm(context, offer, welcome.accept)}${fixedNews(context)}`
  return layout(context, welcome.title, body, FOOT)
}

/** How the client's last session ended, where that was a little while ago. */
export interface LastEnd {
  cause: TerminateCause
  secondsAgo: number
}

/** The session has ended and the next may begin: why, and one tap to go on. */
export function endedPage(context: PageContext, last: LastEnd, offer: Offer, connection: Connection): Html {
  const { ended, outage, ago, duration } = CATALOGUES[context.language]
  const down = connection.quality === 'none'
  const next = down ? outage.accept : ended.goOn(duration(offer.sessionSeconds))
  const body = html`${down ? '' : PAUSE}<h1>${ended.title}</h1>
${outageNotice(context, connection)}<p class="lead">${ended.cause(last.cause, ago(last.secondsAgo))} ${next}</p>
${acceptForm(context, offer, ended.accept)}`
  return layout(context, ended.title, body, FOOT)
}

/** No session may begin yet: in how many minutes one may, or tomorrow (null). */
export function pausePage(
  context: PageContext,
  last: LastEnd | null,
  secondsLeft: number | null,
  connection: Connection,
): Html {
  const { ended, ago, duration } = CATALOGUES[context.language]
  const title = secondsLeft === null ? ended.usedUpTitle : ended.coolDownTitle(duration(secondsLeft, 'up'))
  const why = secondsLeft === null ? ended.usedUp : ended.coolDown
  const again = html`<a class="button quiet" href="/?lang=${context.language}">${ended.checkAgain}</a>`
  const body = html`${connection.quality === 'none' ? NO_SIGNAL : PAUSE}<h1>${title}</h1>
${outageNotice(context, connection)}<p class="lead">${last ? `${ended.cause(last.cause, ago(last.secondsAgo))} ` : ''}${why}</p>
${secondsLeft === null ? '' : again}`
  return layout(context, title, body, FOOT)
}

/** The button, and below it what it accepts. The form says which terms were shown. */
function acceptForm(context: PageContext, offer: Offer, text: string): Html {
  const terms = html`<input type="hidden" name="terms" value="${offer.termsVersion}">`
  const { welcome } = CATALOGUES[context.language]
  return html`${buttonForm(context, '/session', text, terms)}
<ul class="terms" role="list">${welcome.terms.map((line) => html`<li>${line}</li>`)}</ul>${offer.acceptOnce ? html`<p class="hint">${welcome.acceptOnce}</p>` : ''}`
}
