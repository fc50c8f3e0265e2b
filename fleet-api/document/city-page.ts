import type { NoticeLanguage } from '../../contract/channels.ts'
import { type CityReport, FEWEST_TOLD, type ReportMonths } from '../../contract/city-report.ts'
import type { Publication } from '../../contract/publication.ts'
import { html, type Markup } from '../docs/markup.ts'
import { REFRESH_PATH } from './clock.ts'
import { type Context, contextOf, NO_LINKS, periodOf } from './context.ts'
import { figuresIn } from './figures.ts'
import { shell } from './page.ts'
import { daysChart } from './sections/days.ts'
import { bigFigures } from './sections/figures.ts'
import { stateOf } from './sections/title.ts'
import { type Words, wordsOf } from './texts/words.ts'

/** What is so right now. Gateways are no riders: they are told one by one. */
export interface CityNow {
  /** ISO 8601. */
  asOf: string
  timezone: string
  ridersConnected: number
  gateways: { total: number; live: number }
  /** By short name. */
  routes: { shortName: string; longName: string | null; color: string; textColor: string; live: number }[]
}

export interface CityPage {
  language: NoticeLanguage
  publication: Publication
  now: CityNow
  /** The newest month of which there is a report. */
  latest: CityReport | null
  months: ReportMonths['months']
  /** The address of the fleet, for who wants to show its chart elsewhere. */
  origin: string
}

/** Riders now are told in tens: the difference of two minutes is then nobody's own. */
const STEP = 10

/** The public page: what riders have right now, and what the city had month by month. */
export function cityPage(page: CityPage): string {
  const { language, publication, now, latest, months } = page
  const words = wordsOf(language)
  const place = publication.cityName ?? words.place
  return shell({
    language,
    title: words.city.title(place),
    script: REFRESH_PATH,
    links: [{ text: words.other, url: otherOf(language), lang: language === 'es' ? 'en' : 'es' }],
    foot: words.city.title(place),
    body: html`<header class="title"><h1>${words.city.title(place)}</h1></header>
${nowOf(words, page)}${routesOf(words, now)}
${latest === null ? '' : latestOf(contextOf(latest, { language, audience: 'public', links: NO_LINKS, publication }), page)}
<section id="months" aria-labelledby="months-head"><h2 id="months-head">${words.city.months}</h2>${monthsOf(words, page, months)}</section>
<section class="last"><p><a class="link" href="/city/method?lang=${language}">${words.city.method}</a></p><p><a class="link" href="/open-data/?lang=${language}">${words.method.openData}</a></p><p class="note">${words.city.licence(publication.licence)}</p>${publication.contact === null ? '' : html`<p class="note">${words.city.contact}: <a href="mailto:${publication.contact}">${publication.contact}</a></p>`}</section>`,
  })
}

const otherOf = (language: NoticeLanguage) => `?lang=${language === 'es' ? 'en' : 'es'}`

function nowOf({ city }: Words, { now, language }: CityPage): Markup {
  const say = figuresIn(language, now.timezone)
  const { live, total } = now.gateways
  const riders = Math.floor(now.ridersConnected / STEP) * STEP
  const said =
    live === 0
      ? html`<p class="lead">${city.noneLive}</p>`
      : now.ridersConnected < FEWEST_TOLD
        ? html`<p class="lead">${city.fewOnline}</p>`
        : html`<p class="riders"><span>${city.atLeast}</span> <strong>${say.whole(riders)}</strong> <span>${city.online}</span></p>`
  return html`<section id="now" class="now" aria-labelledby="now-head"><h2 id="now-head">${city.now}</h2>${said}<p>${city.gateways(say.whole(live), say.whole(total))}</p><p class="note">${city.asOf(say.clock(now.asOf))} <span data-refreshes hidden>${city.refreshes}</span> ${live > 0 && now.ridersConnected >= FEWEST_TOLD ? city.rounded : ''}</p></section>`
}

function routesOf({ city }: Words, { routes }: CityNow): Markup {
  const working = routes.filter(({ live }) => live > 0)
  const one = ({ shortName, longName, color, textColor, live }: CityNow['routes'][number]) =>
    html`<li><span class="badge" style="background:${color};color:${textColor}">${shortName}</span><span class="name">${longName ?? ''}</span><b>${city.buses(String(live))}</b></li>`
  return html`<section id="routes" aria-labelledby="routes-head"><h2 id="routes-head">${city.routesHeading}</h2>${working.length === 0 ? html`<p class="later">${city.noRoutes}</p>` : html`<ul class="working">${working.map(one)}</ul>`}</section>`
}

function latestOf(c: Context, { origin, language }: CityPage): Markup {
  const { words, report } = c
  const { month } = report
  const svg = `${origin}/embed/sessions.svg?month=${month}&lang=${language}`
  return html`<section id="latest" aria-labelledby="latest-head"><h2 id="latest-head">${words.city.latest}: ${periodOf(c)} <span class="badge ${report.state}">${stateOf(c)}</span></h2>${bigFigures(c)}
<h3>${words.days.title}</h3><div class="wide">${daysChart(c, { id: 'latest-wide', width: 720, height: 220, every: 1 })}</div><div class="narrow">${daysChart(c, { id: 'latest-narrow', width: 340, height: 200, every: 5 })}</div>
<p class="action"><a class="button" href="/city/${month ?? ''}?lang=${language}">${words.city.read}</a></p>
<details class="embed"><summary>${words.city.embedHeading}</summary><p>${words.city.embedHow}</p><code class="command">&lt;img src="${svg}" alt="${words.days.title}" width="720"&gt;</code></details></section>`
}

function monthsOf(words: Words, { language, now }: CityPage, months: ReportMonths['months']): Markup {
  if (months.length === 0) return html`<p class="later">${words.city.noMonths}</p>`
  const say = figuresIn(language, now.timezone)
  const { city, marks } = words
  const row = ({ month, state, revision, sessions, availability, completeness }: ReportMonths['months'][number]) =>
    html`<tr><th scope="row"><a class="month" href="/city/${month}?lang=${language}">${say.month(month)}</a></th><td class="${state}"><span class="state">${words.state[state]}</span>${revision !== null && revision > 0 ? ` · ${words.state.revision(revision)}` : ''}</td><td>${sessions === null ? marks.missing : say.whole(sessions)}</td><td>${availability === null ? marks.missing : say.percent(availability)}</td><td>${completeness === null ? marks.missing : say.percent(completeness)}</td></tr>`
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${city.months}: ${words.routes.sessions}"><table class="days months"><thead><tr><th scope="col">${city.month}</th><th scope="col">${city.state}</th><th scope="col">${words.routes.sessions}</th><th scope="col">${words.figures.availability}</th><th scope="col">${words.facts.completeness}</th></tr></thead><tbody>${months.map(row)}</tbody></table></div>`
}
