import type { Agreement } from '../../../contract/agreement.ts'
import type { Assumptions } from '../../../contract/assumptions.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { type Context, known, type Section } from '../context.ts'

/** Savings, cost, and what the contract says. Null: this reader is told nothing of money. */
export function moneySection(c: Context): Section | null {
  const { report, words } = c
  const { assumptions, agreement } = report
  const parts = [
    ...(assumptions === null ? [] : [savings(c, assumptions), cost(c, assumptions)]),
    ...(agreement === null || agreement.availability === null ? [] : [contract(c, agreement, agreement.availability)]),
  ]
  if (parts.length === 0) return null
  return { id: 'money', heading: words.money.heading, body: html`<div class="cards">${parts}</div>` }
}

function savings(c: Context, { savingsPerConnection, currency, source }: Assumptions): Markup {
  const { report, words, say } = c
  const { money } = words
  const { sessions, savings: saved } = report.city
  const formula =
    sessions === null || saved === null
      ? ''
      : html`<p class="formula">${money.formula(say.whole(sessions), say.money(savingsPerConnection, currency), say.money(saved, currency))}</p>`
  return html`<div class="card"><h3>${money.savings}</h3><p class="amount">${known(c, saved, (amount) => `≈ ${say.money(amount, currency)}`)}</p>${formula}<p class="note">${money.source(source)}</p></div>`
}

function cost(c: Context, { currency }: Assumptions): Markup {
  const { report, words, say } = c
  const { money } = words
  const { costPerConnectedHour, connectedHours } = report.city
  if (costPerConnectedHour === null || connectedHours === null)
    return html`<div class="card"><h3>${money.cost}</h3><p>${money.costNone}</p></div>`
  const each = say.money(costPerConnectedHour, currency)
  return html`<div class="card"><h3>${money.cost}</h3><p class="amount">${each}</p><p class="formula">${money.costFormula(say.money(costPerConnectedHour * connectedHours, currency), say.whole(connectedHours), each)}</p></div>`
}

function contract(c: Context, { credits }: Agreement, promised: number): Markup {
  const { report, words, say } = c
  const { money } = words
  const { agreement, service } = report.city
  const attained = agreement?.attained ?? null
  const verdict = attained === null ? money.nothing : attained ? money.attained : money.missed
  const currency = report.assumptions?.currency ?? 'MXN'
  const credit =
    agreement === null || agreement.creditShare === 0
      ? money.noCredit
      : money.creditIs(
          say.percent(agreement.creditShare),
          agreement.credit === null ? null : say.money(agreement.credit, currency),
        )
  const judged = report.routes.filter((row) => row.agreement?.attained != null)
  const missed = judged.filter((row) => row.agreement?.attained === false)
  return html`<div class="card"><h3>${money.agreement}</h3><p class="amount ${attained === false ? 'bad' : ''}">${verdict}</p>
<dl class="list"><div><dt>${money.promised}</dt><dd>${say.percent(promised)}</dd></div><div><dt>${money.measured}</dt><dd>${known(c, service.availability, (share) => say.percent(share, 2))}</dd></div><div><dt>${money.credit}</dt><dd>${credit}</dd></div></dl>
${credits.length === 0 ? '' : html`<p class="note">${money.table}: ${credits.map(({ below, credit: share }) => money.below(say.percent(below), say.percent(share))).join('; ')}.</p>`}
${judged.length === 0 ? '' : html`<p class="note">${money.routesMissed(say.whole(missed.length), say.whole(judged.length))}</p>`}</div>`
}
