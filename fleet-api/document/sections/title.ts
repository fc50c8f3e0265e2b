import type { CityReport } from '../../../contract/city-report.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { type Context, isEmpty, periodOf } from '../context.ts'

/** Whose report it is, of when, and its limits: before any figure. */
export function titleBlock(c: Context): Markup {
  const { report, words, say, place, publication, links } = c
  const { facts, state } = words
  const definitions = html`${facts.definitionsAre(report.definitions)}`
  const contact =
    publication.contact === null
      ? ''
      : fact(facts.contact, html`<a href="mailto:${publication.contact}">${publication.contact}</a>`)
  return html`<header class="title">
<p class="kicker">${words.kicker}</p>
<h1>${words.title(place)} <span class="period">${periodOf(c)}</span></h1>
<dl class="facts">
<div class="${report.state}"><dt>${facts.state}</dt><dd><strong class="state">${stateOf(c)}</strong> ${stateInWords(c)}</dd></div>
${fact(facts.completeness, completenessOf(c))}
${fact(facts.definitions, links.method === null ? definitions : html`<a href="${links.method}">${definitions}</a>`)}
${fact(facts.made, html`<time class="made" datetime="${report.madeAt}">${say.moment(report.madeAt)}</time>`)}${contact}
</dl>
${report.revisions
  .filter(({ revision, reason }) => revision > 0 && reason !== null)
  .map(
    ({ revision, madeAt, reason }) =>
      html`<p class="corrected">${state.corrected(revision, say.dayOf(madeAt), inLanguage(reason ?? '', c))}</p>`,
  )}
</header>
${isEmpty(c) ? nothing(c) : ''}`
}

/** A reason is told in Spanish and in English, one after the other (rules/report/reason.ts); one that is not is told as it is. */
function inLanguage(reason: string, { language }: Context): string {
  const parts = reason.split(' / ')
  return (parts.length === 2 ? parts[language === 'es' ? 0 : 1] : null) ?? reason
}

function fact(label: string, text: Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${text}</dd></div>`
}

/** `Definitivo · revisión 1` */
export function stateOf({ report, words }: Context): string {
  const { state } = words
  const { revision } = report
  return revision !== null && revision > 0
    ? `${state[report.state]} · ${state.revision(revision)}`
    : state[report.state]
}

function stateInWords({ report, words, say }: Context): string {
  const { state } = words
  const date = say.dayOf(report.finalAt)
  if (report.state === 'final') return state.finalSince(date)
  if (isFuture(report) && report.month !== null) return state.notBegun(date)
  const until = report.publishedTo === null ? '' : ` ${state.publishedTo(say.date(report.publishedTo))}`
  return `${report.month === null ? state.neverFinal : state.provisionalUntil(date)}${until}`
}

const isFuture = ({ from, madeAt }: CityReport) => Date.parse(from) > Date.parse(madeAt)

function completenessOf({ report, words, say }: Context): Markup {
  const { completeness } = report.city
  if (completeness === null) return html`${words.facts.completenessNone}`
  return html`<span class="meter" aria-hidden="true"><span style="width:${Math.round(completeness * 100)}%"></span></span>${words.facts.completenessIs(say.percent(completeness))}`
}

function nothing({ report, words }: Context): Markup {
  const { empty } = words
  const future = isFuture(report)
  return html`<section class="nothing"><h2>${future ? empty.future : empty.none}</h2><p>${future ? empty.futureWhy : empty.why}</p></section>`
}
