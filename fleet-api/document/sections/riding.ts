import { html } from '../../docs/markup.ts'
import { type Context, known, type Section, said, told } from '../context.ts'

/** How long sessions last and how soon they begin. */
export function ridingSection(c: Context): Section {
  const { words, say, report } = c
  const { riding } = words
  const { city } = report
  const { sessionLength, timeToConnect } = city
  const rows = [
    [riding.median, told(c, city, 'sessionLength', said(sessionLength?.medianS, say.seconds))],
    [riding.p90, told(c, city, 'sessionLength', said(sessionLength?.p90S, say.seconds))],
    [riding.p50, told(c, city, 'timeToConnect', said(timeToConnect?.p50Ms, say.milliseconds))],
    [riding.p95, told(c, city, 'timeToConnect', said(timeToConnect?.p95Ms, say.milliseconds))],
  ] as const
  return {
    id: 'riding',
    heading: riding.heading,
    body: html`<dl class="list">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl><p class="note">${riding.note}</p>`,
  }
}

/** What riders complained of, of the city as a whole. */
export function problemsSection(c: Context): Section {
  const { words, say, report } = c
  const { problems } = words
  const { reported, fixed, daysToFix } = report.problems
  return {
    id: 'problems',
    heading: problems.heading,
    body:
      reported === null
        ? html`<p class="later">${problems.few}</p>`
        : html`<dl class="list"><div><dt>${problems.reported}</dt><dd>${say.whole(reported)}</dd></div><div><dt>${problems.fixed}</dt><dd>${known(c, fixed, say.whole)}</dd></div><div><dt>${problems.days}</dt><dd>${known(c, daysToFix, say.tenths)}</dd></div></dl>`,
  }
}
