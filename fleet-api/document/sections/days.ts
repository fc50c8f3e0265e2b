import type { ReportDay } from '../../../contract/city-report.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { type Column, columnChart } from '../charts/day-columns.ts'
import { type Context, known, missing, type Section } from '../context.ts'

/** Below so much of the reports due, a day says less than it seems to. */
const COMPLETE = 0.95
/** Longer than two months: the table is parted by month. */
const LONG = 62
/** Beyond so many days each column has no room for a label of its own. */
const DAYS_OF_A_MONTH = 31

/** The days as columns, twice: on a wide window or on paper, and on a phone. */
export function daysSection(c: Context): Section {
  const { report, words } = c
  const { days } = words
  const marks = [
    report.days.some(isIncomplete) ? html`<li><span class="swatch partly"></span>${days.incomplete}</li>` : html``,
    report.days.some(({ sessions }) => sessions === null)
      ? html`<li><b>–</b> ${days.gap.replace(/^– /, '')}</li>`
      : html``,
  ]
  return {
    id: 'days',
    heading: days.heading,
    body: html`<h3>${days.title}</h3>
<figure><div class="wide">${daysChart(c, { id: 'days-wide', width: 720, height: 160, every: 1 })}</div><div class="narrow">${daysChart(c, { id: 'days-narrow', width: 340, height: 200, every: 5 })}</div>
<figcaption><ul class="key">${marks}</ul><a class="screen" href="#annex-days">${days.annex}</a></figcaption></figure>`,
  }
}

interface DaysChart {
  id: string
  width: number
  height: number
  /** Each how many days has its date below. */
  every: number
  alone?: { heading: string; source: string }
}

export function daysChart(c: Context, { id, width, height, every, alone }: DaysChart): Markup {
  const { report, words, say } = c
  const isMonth = report.days.length <= DAYS_OF_A_MONTH
  const label = (date: string, index: number) => {
    if (!isMonth) return date.endsWith('-01') ? say.shortMonth(date) : ''
    const day = Number(say.dayOfMonth(date))
    return every === 1 || index === 0 || day % every === 0 ? String(day) : ''
  }
  const columns = report.days.map((day, index): Column => {
    const { date, sessions, completeness } = day
    return {
      label: label(date, index),
      value: sessions,
      incomplete: isIncomplete(day),
      mark: isMonth ? '–' : '',
      tip:
        sessions === null
          ? words.days.tipNone(say.shortDate(date))
          : words.days.tip(
              say.shortDate(date),
              say.whole(sessions),
              completeness === null ? '–' : say.percent(completeness),
            ),
    }
  })
  return columnChart({
    columns,
    id,
    width,
    height,
    title: words.days.title,
    description: aboutOf(c),
    tick: say.whole,
    above: null,
    ...(alone && { alone }),
  })
}

function aboutOf({ report, words, say }: Context): string {
  const toldDays = report.days.flatMap(({ date, sessions }) => (sessions === null ? [] : [{ date, sessions }]))
  const most = toldDays.reduce<{ date: string; sessions: number } | null>(
    (best, day) => (best === null || day.sessions > best.sessions ? day : best),
    null,
  )
  if (most === null) return words.days.aboutNone
  return words.days.about(String(toldDays.length), say.whole(most.sessions), say.shortDate(most.date))
}

function isIncomplete({ completeness, sessions }: ReportDay): boolean {
  return sessions !== null && completeness !== null && completeness < COMPLETE
}

/** The same as a table, which says more. */
export function daysAnnex(c: Context): Section {
  const { report, words, say } = c
  const { annex } = words
  const heads = [annex.sessions, annex.mean, annex.down, annex.devices, annex.availability, annex.completeness]
  const row = (day: ReportDay) => {
    const { date, sessions, ridersMean, outputOctets, devices, availability, completeness } = day
    return html`<tr${isIncomplete(day) ? html` class="partly"` : ''}><th scope="row">${say.shortDate(date)}</th><td>${known(c, sessions, say.whole)}</td><td>${known(c, ridersMean, say.tenths)}</td><td>${known(c, outputOctets, say.octets)}</td><td>${known(c, devices, say.whole)}</td><td>${known(c, availability, say.percent)}</td><td>${completeness === null ? missing(c) : say.percent(completeness)}</td></tr>`
  }
  const table = (name: string, days: readonly ReportDay[]) =>
    html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table class="days"><thead><tr><th scope="col">${annex.date}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${days.map(row)}</tbody></table></div>`
  const months = [...new Set(report.days.map(({ date }) => date.slice(0, 7)))]
  return {
    id: 'annex-days',
    heading: annex.daysHeading,
    body:
      report.days.length <= LONG
        ? table(annex.daysHeading, report.days)
        : html`<div class="by-month">${months.map((month) => {
            const name = say.month(month)
            const days = report.days.filter(({ date }) => date.startsWith(month))
            return html`<div class="of-month"><h3>${name}</h3>${table(name, days)}</div>`
          })}</div>`,
  }
}
