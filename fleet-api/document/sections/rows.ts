import type { ReportRow } from '../../../contract/city-report.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { routeColours } from '../../gtfs/route-colour.ts'
import { type Context, isCompared, known, type Section, said, told } from '../context.ts'
import { outagesOf } from './availability.ts'

/** A table of so many rows is not parted on paper. */
const SHORT = 20

interface Column {
  head: string
  cell: (row: ReportRow) => Markup
}

/** How much each row is used. */
function useColumns(c: Context): Column[] {
  const { say, words } = c
  const { routes } = words
  return [
    {
      head: routes.sessions,
      cell: (row) =>
        html`<b>${told(c, row, 'sessions', said(row.sessions, say.whole))}</b>${row.carried ? html`<sup>†</sup>` : ''}`,
    },
    { head: routes.mean, cell: (row) => told(c, row, 'ridersMean', said(row.ridersMean, say.tenths)) },
    { head: routes.peak, cell: (row) => told(c, row, 'ridersPeak', said(row.ridersPeak, say.whole)) },
    { head: routes.hours, cell: (row) => told(c, row, 'connectedHours', said(row.connectedHours, say.whole)) },
    { head: routes.down, cell: (row) => told(c, row, 'outputOctets', said(row.outputOctets, say.octets)) },
    {
      head: routes.devices,
      cell: (row) =>
        told(
          c,
          row,
          'dailyDevices',
          said(row.dailyDevices, ({ mean }) => say.whole(mean)),
        ),
    },
    ...(['previousMonth', 'lastYear'] as const)
      .filter((against) => isCompared(c, against))
      .map((against) => ({
        head: against === 'lastYear' ? routes.year : routes.previous,
        cell: (row: ReportRow) => known(c, row[against]?.sessions, say.change),
      })),
    { head: routes.completeness, cell: (row) => known(c, row.completeness, say.percent) },
  ]
}

/** How well it works in each row. */
function serviceColumns(c: Context): Column[] {
  const { say, words } = c
  const { routes } = words
  return [
    {
      head: routes.vehicles,
      cell: ({ vehicles }) => html`${say.whole(vehicles.reporting)}/${say.whole(vehicles.inService)}`,
    },
    { head: routes.availability, cell: (row) => html`<b>${known(c, row.service.availability, say.percent)}</b>` },
    {
      head: routes.outage,
      cell: ({ service }) =>
        known(c, service.availability, () =>
          say.minutes(outagesOf(service).reduce((sum, { minutes }) => sum + minutes, 0)),
        ),
    },
    {
      head: routes.cause,
      cell: ({ service }) => known(c, outagesOf(service)[0], ({ cause }) => routes.causesShort[cause]),
    },
    {
      head: routes.median,
      cell: (row) => told(c, row, 'sessionLength', said(row.sessionLength?.medianS, say.seconds)),
    },
    { head: routes.p90, cell: (row) => told(c, row, 'sessionLength', said(row.sessionLength?.p90S, say.seconds)) },
    {
      head: routes.connect,
      cell: (row) => told(c, row, 'timeToConnect', said(row.timeToConnect?.p50Ms, say.milliseconds)),
    },
    {
      head: routes.connect95,
      cell: (row) => told(c, row, 'timeToConnect', said(row.timeToConnect?.p95Ms, say.milliseconds)),
    },
    { head: routes.completeness, cell: (row) => known(c, row.completeness, say.percent) },
  ]
}

export function routesSections(c: Context): Section[] {
  const { words, report } = c
  const { routes } = words
  if (report.routes.length === 0)
    return [{ id: 'routes', heading: routes.useHeading, body: html`<p class="later">${routes.empty}</p>` }]
  const rows = [...report.routes, report.city]
  return [
    { id: 'routes', heading: routes.useHeading, body: table(c, routes.useHeading, routes.route, rows, useColumns(c)) },
    {
      id: 'routes-service',
      heading: routes.serviceHeading,
      body: table(c, routes.serviceHeading, routes.route, rows, serviceColumns(c)),
    },
  ]
}

/** Buses, stops, stations: nothing where there are only buses. */
export function sitesSection(c: Context): Section | null {
  const { words, report } = c
  const { sites } = words
  if (report.sites.length < 2) return null
  const rows = [...report.sites, report.city]
  return {
    id: 'sites',
    heading: sites.heading,
    body: html`${table(c, sites.heading, sites.site, rows, useColumns(c), false)}${table(c, sites.heading, sites.site, rows, serviceColumns(c))}`,
  }
}

function table(c: Context, name: string, first: string, rows: ReportRow[], columns: Column[], noted = true): Markup {
  const line = (row: ReportRow) =>
    html`<tr${row.kind === 'city' ? html` class="total"` : ''}><th scope="row">${nameOf(c, row)}</th>${columns.map(({ cell }) => html`<td>${cell(row)}</td>`)}</tr>`
  return html`<div class="table ${rows.length <= SHORT ? 'short' : 'long'}"><p class="sideways">${c.words.routes.scroll}</p>
<div class="scroll" role="region" tabindex="0" aria-label="${name}: ${columns[0]?.head ?? ''}"><table class="rows"><thead><tr><th scope="col">${first}</th>${columns.map(({ head }) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>
${noted ? html`<p class="note">${c.words.marks.note}</p>` : ''}</div>`
}

function nameOf({ words }: Context, row: ReportRow): Markup {
  if (row.kind === 'city') return html`${words.routes.city}`
  if (row.kind === 'site') return html`${words.sites[row.site ?? 'vehicle']}`
  if (row.routeId === null) return html`${words.routes.unknown}`
  const { color, textColor } = routeColours({ routeId: row.routeId, routeColor: row.color, routeTextColor: null })
  const badge = row.shortName ?? row.routeId
  return html`<span class="route"><span class="badge" style="background:${color};color:${textColor}">${badge}</span> <span class="name">${row.longName ?? ''}</span></span>`
}

/** How one is named in a sentence. */
export function plainNameOf({ words }: Context, row: ReportRow): string {
  if (row.routeId === null) return words.routes.unknown
  return [row.shortName ?? row.routeId, row.longName].filter((part) => part !== null && part !== '').join(' ')
}
