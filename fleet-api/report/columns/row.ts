import type { CityReport, ReportRow } from '../../../contract/city-report.ts'
import type { Column } from './table.ts'

/** A row of a report, and the report that it is of. */
export interface RowOf {
  report: CityReport
  row: ReportRow
}

const REQUIRED = { required: true } as const
const SHARE = { minimum: 0, maximum: 1 } as const

/** `route:ID` of a route, `route:` of vehicles on no known route, `site:KIND`, `city`: never what a spreadsheet takes for a formula. */
function rowName({ row }: RowOf): string {
  if (row.kind === 'city') return 'city'
  return row.kind === 'site' ? `site:${row.site ?? ''}` : `route:${row.routeId ?? ''}`
}

/** Which row it is, of which report. */
export const whatItIs: readonly Column<RowOf>[] = [
  {
    ...{ name: 'month', type: 'yearmonth' },
    es: 'Mes del calendario de la ciudad. Vacío: otro periodo.',
    en: 'Month of the city’s calendar. Empty: another period.',
    of: ({ report }) => report.month,
  },
  {
    ...{ name: 'from_date', type: 'date', constraints: REQUIRED },
    es: 'Primer día, en la hora de la ciudad.',
    en: 'First day, in the city’s time.',
    of: ({ report }) => report.fromDate,
  },
  {
    ...{ name: 'to_date', type: 'date', constraints: REQUIRED },
    es: 'Último día, incluido.',
    en: 'Last day, included.',
    of: ({ report }) => report.toDate,
  },
  {
    ...{ name: 'state', type: 'string', constraints: { required: true, enum: ['provisional', 'final'] } },
    es: 'provisional: todavía pueden llegar datos atrasados. final: ya no cambia; una corrección es otra revisión.',
    en: 'provisional: late data can still come. final: it no longer changes; a correction is another revision.',
    of: ({ report }) => report.state,
  },
  {
    ...{ name: 'revision', type: 'integer', constraints: { minimum: 0 } },
    es: 'Revisión de un mes final, desde 0. Vacío: todavía no es final, o no es un mes.',
    en: 'Revision of a final month, from 0. Empty: not final yet, or no month.',
    of: ({ report }) => report.revision,
  },
  {
    ...{ name: 'definitions', type: 'string', constraints: REQUIRED },
    es: 'Versión de las definiciones con que se hicieron las cifras.',
    en: 'Version of the definitions by which the figures were made.',
    of: ({ report }) => report.definitions,
  },
  {
    ...{ name: 'row', type: 'string', constraints: REQUIRED },
    es: 'Nombre del renglón: city, site:vehicle, site:stop, site:station, route:ID; route: sin ID son vehículos cuya ruta no se conoce.',
    en: 'Name of the row: city, site:vehicle, site:stop, site:station, route:ID; route: without an ID are vehicles whose route is not known.',
    of: rowName,
  },
  {
    ...{ name: 'row_kind', type: 'string', constraints: { required: true, enum: ['city', 'site', 'route'] } },
    es: 'De qué es el renglón: toda la ciudad, un tipo de sitio (vehículos, paradas, estaciones) o una ruta. La ciudad es la suma de los sitios.',
    en: 'What the row is of: the whole city, a kind of site (vehicles, stops, stations) or a route. The city is the sum of the sites.',
    of: ({ row }) => row.kind,
  },
  {
    ...{ name: 'site', type: 'string', constraints: { enum: ['vehicle', 'stop', 'station'] } },
    es: 'Tipo de sitio. Vacío en el renglón de la ciudad.',
    en: 'Kind of site. Empty in the city’s row.',
    of: ({ row }) => row.site,
  },
  {
    ...{ name: 'route_id', type: 'string' },
    es: 'route_id del GTFS de la ciudad.',
    en: 'route_id in the city’s GTFS.',
    of: ({ row }) => row.routeId,
  },
  {
    ...{ name: 'route_short_name', type: 'string' },
    es: 'Número o nombre corto de la ruta.',
    en: 'The route’s number or short name.',
    of: ({ row }) => row.shortName,
  },
  {
    ...{ name: 'route_long_name', type: 'string' },
    es: 'Nombre largo de la ruta.',
    en: 'The route’s long name.',
    of: ({ row }) => row.longName,
  },
  {
    ...{ name: 'completeness', type: 'number', constraints: SHARE },
    es: 'Qué parte de los reportes esperados de los equipos llegó, de 0 a 1. Vacío: no se esperaba ninguno.',
    en: 'Share of the gateways’ reports that were due and came, 0 to 1. Empty: none were due.',
    of: ({ row }) => row.completeness,
  },
]
