import type { Change } from '../../../contract/city-report.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { type Context, isCompared, known, type Section, said, told } from '../context.ts'
import { stateOf } from './title.ts'

const AGAINST = ['previousMonth', 'lastYear'] as const

/** The five figures that the council asks for, each with its change; then what goes with them. */
export function figuresSection(c: Context): Section {
  const { report, words, say } = c
  const { figures } = words
  const { city } = report
  const completeness =
    city.completeness === null
      ? words.facts.completenessNone
      : words.facts.completenessIs(say.percent(city.completeness))
  return {
    id: 'figures',
    heading: report.month === null ? figures.heading : figures.monthHeading,
    body: html`${summaryOf(c)}
${bigFigures(c)}
<dl class="also">
${also(figures.ridersPeak, told(c, city, 'ridersPeak', said(city.ridersPeak, say.whole)))}
${also(figures.dailyDevices, told(c, city, 'dailyDevices', devicesOf(c)))}
${also(figures.vehicles, html`${say.whole(city.vehicles.reporting)} / ${say.whole(city.vehicles.inService)}`)}
${also(figures.scheduled, html`${say.minutes(city.service.scheduledMinutes)}`)}
</dl>
<p class="note">${[figures.limits(completeness, stateOf(c), report.definitions), ...notCompared(c)].join(' ')}</p>`,
  }
}

/** The five alone. */
export function bigFigures(c: Context): Markup {
  const { report, words, say } = c
  const { figures } = words
  const { city } = report
  return html`<dl class="big">
${big(c, 'sessions', figures.sessions, told(c, city, 'sessions', said(city.sessions, say.whole)), figures.sessionsUnit)}
${big(c, 'ridersMean', figures.ridersMean, told(c, city, 'ridersMean', said(city.ridersMean, say.tenths)), figures.ridersMeanUnit)}
${big(c, 'connectedHours', figures.connectedHours, told(c, city, 'connectedHours', said(city.connectedHours, say.whole)), figures.connectedHoursUnit)}
${big(c, 'outputOctets', figures.outputOctets, told(c, city, 'outputOctets', said(city.outputOctets, say.octets)), city.inputOctets === null ? '' : figures.outputOctetsUnit(say.octets(city.inputOctets)))}
${big(c, 'availability', figures.availability, known(c, city.service.availability, say.percent), figures.availabilityUnit)}
</dl>`
}

/** Whole sentences, as a journalist may take them over. */
function summaryOf({ report, words, say }: Context): Markup {
  const { summary } = words
  const { sessions, ridersMean, service } = report.city
  const where = report.sites.every(({ site }) => site === 'vehicle') ? summary.whereBuses : summary.where
  const sentences = [
    said(sessions, (value) => summary.sessions(say.whole(value), where)),
    said(ridersMean, (value) => summary.riders(say.tenths(value))),
    said(service.availability, (value) => summary.availability(say.percent(value))),
  ].filter((sentence) => sentence !== null)
  return sentences.length === 0 ? html`` : html`<p class="summary">${sentences.join(' ')}</p>`
}

function big(c: Context, figure: keyof Change, label: string, value: Markup, unit: string): Markup {
  const { city } = c.report
  return html`<div class="figure"><dt>${label}</dt><dd class="value">${value}</dd><dd class="unit">${unit}</dd>${AGAINST.map((against) => (isCompared(c, against) ? changeOf(c, figure, city[against], c.words.figures[against]) : ''))}</div>`
}

/** Of a month that had no other to compare with, that is said once; a range has none. */
function notCompared(c: Context): string[] {
  if (c.report.month === null) return []
  return AGAINST.filter((against) => !isCompared(c, against)).map((against) => c.words.figures.noComparison[against])
}

function changeOf({ words, say }: Context, figure: keyof Change, change: Change | null, against: string): Markup {
  const value = change?.[figure] ?? null
  if (value === null) return html`<dd class="change"><span>${words.figures.noChange}</span> ${against}</dd>`
  const text = figure === 'availability' ? `${say.points(value)} ${words.figures.points}` : say.change(value)
  return html`<dd class="change"><strong>${arrowOf(value)}${text}</strong> ${against}</dd>`
}

/** Below a tenth of a percent nothing has changed that could be read off. */
function arrowOf(value: number): Markup {
  if (Math.abs(value) < 0.0005) return html``
  return html`<span aria-hidden="true">${value > 0 ? '▲' : '▼'} </span>`
}

function devicesOf({ report, words, say }: Context): string | null {
  const { dailyDevices } = report.city
  if (dailyDevices === null) return null
  const { mean, errorShare, days } = dailyDevices
  return words.figures.dailyDevicesIs(say.whole(mean), say.percent(errorShare), String(days))
}

function also(label: string, value: Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}
