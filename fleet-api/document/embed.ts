import type { CityReport } from '../../contract/city-report.ts'
import { html } from '../docs/markup.ts'
import { contextOf, type DocumentOptions, periodOf } from './context.ts'
import { daysChart } from './sections/days.ts'
import { hoursChart } from './sections/hours.ts'
import { stateOf } from './sections/title.ts'
import { STYLE } from './style.ts'

/** The chart of the days as a picture that stands alone: with a heading, and where it comes from. `host`: of the fleet. */
export function sessionsPicture(report: CityReport, options: DocumentOptions, host: string): string {
  const c = contextOf(report, options)
  const { embed } = c.words
  const source = embed.source(options.publication.cityName ?? '', stateOf(c), host)
  return daysChart(c, {
    id: 'sessions',
    width: 720,
    height: 320,
    every: 1,
    alone: { heading: embed.heading(periodOf(c)), source },
  }).text
}

/** When the service is used, as a small page for a frame in somebody else's. `url`: of the whole report. */
export function ridersFrame(report: CityReport, options: DocumentOptions, url: string, host: string): string {
  const c = contextOf(report, options)
  const { words } = c
  const { hours } = report.city
  const chart =
    hours === null
      ? html`<p class="later">${report.month === null ? words.hours.onlyMonths : words.hours.later}</p>`
      : html`<div class="wide">${hoursChart(c, hours, { id: 'riders-wide', width: 720, height: 260 })}</div><div class="narrow">${hoursChart(c, hours, { id: 'riders-narrow', width: 340, height: 220 })}</div>`
  return html`<!doctype html>
<html lang="${c.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${words.embed.riders}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body class="frame"><main><h1>${words.embed.riders} <span class="period">${periodOf(c)}</span></h1>${chart}<p class="note">${words.embed.source(options.publication.cityName ?? '', stateOf(c), host)} · <a href="${url}" target="_blank" rel="noopener">${words.embed.link}</a></p></main></body></html>`
    .text
}
