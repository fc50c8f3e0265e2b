import { html, type Markup } from '../../docs/markup.ts'
import type { Context, Section } from '../context.ts'

/** How the figures were made, what they do not say, and how anybody may check them. */
export function methodSection(c: Context): Section {
  const { report, words, say } = c
  const { method } = words
  const { dailyDevices } = report.city
  const limits = [
    method.fewer,
    ...(dailyDevices === null ? [] : [method.devices(say.percent(dailyDevices.errorShare))]),
    method.identity,
    method.late,
  ]
  return {
    id: 'method',
    heading: method.heading,
    body: html`<h3>${method.definitions}</h3>${definitionsOf(c.words)}
<h3>${method.limits}</h3>${limits.map((text) => html`<p>${text}</p>`)}
<h3>${method.check}</h3>${proofOf(c)}${filesOf(c)}`,
  }
}

/** What each figure means; also the page of the definitions. */
export function definitionsOf({ method, marks }: Context['words']): Markup {
  return html`<dl class="terms">${method.terms.map(([id, term, text]) => html`<div id="def-${id}"><dt>${term}</dt><dd>${text}</dd></div>`)}</dl><p class="note">${marks.note}</p>`
}

function proofOf({ report, words, say }: Context): Markup {
  const { method } = words
  const { inputsDigest, chain, month } = report
  const notYet = html`${month === null ? method.onlyMonths : method.notYet}`
  const digest = inputsDigest === null ? notYet : html`<code>${inputsDigest}</code>`
  const chained =
    chain === null
      ? notYet
      : html`${method.chainIs(say.whole(chain.gateways), say.whole(chain.reports), '').trim()} <code>${chain.digest}</code>`
  const verify =
    inputsDigest === null || month === null
      ? ''
      : html`<p>${method.verify} <code class="command">abordo report verify abordo-${month}.zip</code></p>`
  return html`<dl class="terms proof"><div><dt>${method.digest}</dt><dd>${digest}</dd></div><div><dt>${method.chain}</dt><dd>${chained}</dd></div></dl>${verify}`
}

function filesOf({ links, words, publication, audience }: Context): Markup {
  const { method } = words
  const files = [
    { text: method.csv, url: links.csv },
    { text: method.json, url: links.json },
    { text: method.openData, url: links.openData },
    { text: method.method, url: links.method },
  ].filter(({ url }) => url !== null)
  const licence = audience === 'public' ? html`<p class="note">${method.licence(publication.licence)}</p>` : ''
  if (files.length === 0) return html`${licence}`
  return html`<p class="files"><b>${method.files}</b></p><ul class="files">${files.map(({ text, url }) => html`<li><a href="${url ?? ''}">${text}</a></li>`)}</ul>${licence}`
}
