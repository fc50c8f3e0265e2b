import type { CityReport } from '../../contract/city-report.ts'
import { html } from '../docs/markup.ts'
import { contextOf, type DocumentOptions, isEmpty, type Section } from './context.ts'
import { page } from './page.ts'
import { availabilitySection } from './sections/availability.ts'
import { daysAnnex, daysSection } from './sections/days.ts'
import { figuresSection } from './sections/figures.ts'
import { hoursAnnex, hoursSection } from './sections/hours.ts'
import { methodSection } from './sections/method.ts'
import { moneySection } from './sections/money.ts'
import { problemsSection, ridingSection } from './sections/riding.ts'
import { routesSections, sitesSection } from './sections/rows.ts'
import { titleBlock } from './sections/title.ts'

/** The report as one page of HTML, to read on a phone, on a screen and on paper. It runs no script and asks for nothing but itself. */
export function reportDocument(report: CityReport, options: DocumentOptions): string {
  const c = contextOf(report, options)
  const numbered = sectionsOf(c).map((section, index) => ({ ...section, number: index + 1 }))
  const contents =
    numbered.length < 3
      ? ''
      : html`<nav class="contents" aria-label="${c.words.page.contents}"><details><summary>${c.words.page.contents}</summary><ol>${numbered.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ol></details></nav>`
  return page(c, {
    body: html`${titleBlock(c)}${contents}${numbered.map(
      ({ id, heading, body, number }) =>
        html`<section id="${id}" aria-labelledby="${id}-head"><h2 id="${id}-head"><span class="number">${number}</span> ${heading}</h2>${body}</section>`,
    )}`,
  })
}

function sectionsOf(c: ReturnType<typeof contextOf>): Section[] {
  if (isEmpty(c)) return [methodSection(c)]
  const sections = [
    figuresSection(c),
    daysSection(c),
    hoursSection(c),
    availabilitySection(c),
    ...routesSections(c),
    sitesSection(c),
    ridingSection(c),
    problemsSection(c),
    moneySection(c),
    methodSection(c),
    daysAnnex(c),
    hoursAnnex(c),
  ]
  return sections.filter((section) => section !== null)
}
