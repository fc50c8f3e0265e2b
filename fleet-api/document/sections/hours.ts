import { html, type Markup } from '../../docs/markup.ts'
import { columnChart } from '../charts/day-columns.ts'
import { hourChart } from '../charts/hour-line.ts'
import { type Context, known, type Section } from '../context.ts'

type Value = number | null

/** When it is used: told of whole months that are final only. */
export function hoursSection(c: Context): Section {
  const { report, words } = c
  const { hours, weekdays } = report.city
  return {
    id: 'hours',
    heading: words.hours.heading,
    body:
      hours === null && weekdays === null
        ? html`<p class="later">${report.month === null ? words.hours.onlyMonths : words.hours.later}</p>`
        : html`<div class="pair">${hours === null ? '' : byHour(c, hours)}${weekdays === null ? '' : byWeekday(c, weekdays)}</div>`,
  }
}

function byHour(c: Context, hours: readonly Value[]): Markup {
  const { words } = c
  const wide = { id: 'hours-wide', width: 400, height: 200 }
  const narrow = { id: 'hours-narrow', width: 340, height: 190 }
  return html`<figure><h3>${words.hours.byHour}</h3><div class="wide">${hoursChart(c, hours, wide)}</div><div class="narrow">${hoursChart(c, hours, narrow)}</div>${hours.includes(null) ? html`<figcaption>${words.hours.hidden}</figcaption>` : ''}</figure>`
}

export function hoursChart(
  { words, say }: Context,
  hours: readonly Value[],
  frame: { id: string; width: number; height: number },
): Markup {
  const most = mostOf(hours)
  return hourChart({
    ...frame,
    hours,
    title: words.hours.byHour,
    description: most === null ? '' : words.hours.about(say.tenths(most.value), `${most.index}:00`),
    tick: say.whole,
    tip: (hour, value) => `${hour}:00 · ${say.tenths(value)}`,
  })
}

function byWeekday(c: Context, weekdays: readonly Value[]): Markup {
  const { words, say } = c
  const most = mostOf(weekdays)
  const chart = (frame: { id: string; width: number; height: number }) =>
    columnChart({
      ...frame,
      columns: weekdays.map((value, index) => ({
        label: words.hours.weekdaysShort[index] ?? '',
        value,
        incomplete: false,
        mark: '–',
        tip: `${words.hours.weekdays[index]}: ${value === null ? '–' : say.tenths(value)}`,
      })),
      title: words.hours.byWeekday,
      description:
        most === null ? '' : words.hours.aboutWeekdays(say.tenths(most.value), words.hours.weekdays[most.index] ?? ''),
      tick: say.whole,
      above: say.whole,
    })
  return html`<figure><h3>${words.hours.byWeekday}</h3><div class="wide">${chart({ id: 'weekdays-wide', width: 300, height: 200 })}</div><div class="narrow">${chart({ id: 'weekdays-narrow', width: 340, height: 190 })}</div></figure>`
}

function mostOf(values: readonly Value[]): { index: number; value: number } | null {
  let best: { index: number; value: number } | null = null
  for (const [index, value] of values.entries())
    if (value !== null && (best === null || value > best.value)) best = { index, value }
  return best
}

/** The hours in figures: eight, eight and eight, side by side. Null: they are not told. */
export function hoursAnnex(c: Context): Section | null {
  const { report, words, say } = c
  const { hours } = report.city
  if (hours === null) return null
  const third = (from: number) =>
    html`<table class="hours"><thead><tr><th scope="col">${words.annex.hour}</th><th scope="col">${words.annex.mean}</th></tr></thead><tbody>${hours
      .slice(from, from + 8)
      .map(
        (value, index) => html`<tr><th scope="row">${from + index}:00</th><td>${known(c, value, say.tenths)}</td></tr>`,
      )}</tbody></table>`
  return {
    id: 'annex-hours',
    heading: words.annex.hoursHeading,
    body: html`<p class="note">${words.hours.byHour}.</p><div class="thirds">${[0, 8, 16].map(third)}</div>`,
  }
}
