import type { CityReport, ReportDay } from '../../../contract/city-report.ts'
import type { Column, Table } from './table.ts'

/** A day of the city, and the report that it is of. */
export interface DayOf {
  report: CityReport
  day: ReportDay
}

const REQUIRED = { required: true } as const
const SHARE = { minimum: 0, maximum: 1 } as const
const COUNT = { minimum: 0 } as const

/** A day's riders are told when it is over. */
const isPublished = ({ report: { publishedTo }, day }: DayOf) => publishedTo !== null && day.date <= publishedTo

function suppressedIn(of: DayOf): string {
  // Where no report was due there is nothing to hide.
  if (!isPublished(of) || of.day.completeness === null) return ''
  const { sessions, ridersMean, outputOctets } = of.day
  const told = { sessions, riders_connected_mean: ridersMean, output_octets: outputOctets }
  return Object.entries(told)
    .flatMap(([name, value]) => (value === null ? [name] : []))
    .join(';')
}

const columns: readonly Column<DayOf>[] = [
  {
    ...{ name: 'date', type: 'date', constraints: REQUIRED },
    es: 'Día, en la hora de la ciudad.',
    en: 'Day, in the city’s time.',
    of: ({ day }) => day.date,
  },
  {
    ...{ name: 'state', type: 'string', constraints: { required: true, enum: ['provisional', 'final'] } },
    es: 'Del mes del que es: provisional o final.',
    en: 'Of the month that it is of: provisional or final.',
    of: ({ report }) => report.state,
  },
  {
    ...{ name: 'definitions', type: 'string', constraints: REQUIRED },
    es: 'Versión de las definiciones con que se hicieron las cifras.',
    en: 'Version of the definitions by which the figures were made.',
    of: ({ report }) => report.definitions,
  },
  {
    ...{ name: 'completeness', type: 'number', constraints: SHARE },
    es: 'Qué parte de los reportes esperados de los equipos llegó, de 0 a 1. Vacío: no se esperaba ninguno.',
    en: 'Share of the gateways’ reports that were due and came, 0 to 1. Empty: none were due.',
    of: ({ day }) => day.completeness,
  },
  {
    ...{ name: 'published', type: 'boolean', constraints: REQUIRED },
    es: 'Si ya se dicen las cifras de personas de este día: cuando terminó.',
    en: 'Whether the day’s figures of riders are told yet: once it is over.',
    of: isPublished,
  },
  {
    ...{ name: 'sessions', type: 'integer', constraints: COUNT, riders: true },
    es: 'Sesiones: veces que alguien se conectó. Puede incluir las de días anteriores con menos de diez.',
    en: 'Sessions: times that somebody got online. May hold those of earlier days of fewer than ten.',
    of: ({ day }) => day.sessions,
  },
  {
    ...{ name: 'riders_connected_mean', type: 'number', constraints: COUNT, riders: true },
    es: 'Personas conectadas a la vez, en promedio de los minutos con reporte.',
    en: 'Riders connected at the same time, mean over the minutes with a report.',
    of: ({ day }) => day.ridersMean,
  },
  {
    ...{ name: 'output_octets', type: 'integer', constraints: COUNT, riders: true },
    es: 'Octetos (bytes) que descargaron las personas (RFC 2866).',
    en: 'Octets (bytes) that riders downloaded (RFC 2866).',
    of: ({ day }) => day.outputOctets,
  },
  {
    ...{ name: 'devices', type: 'integer', constraints: COUNT },
    es: 'Dispositivos distintos del día: una estimación. Los días no se suman. Vacío: menos de diez, o no se contaron.',
    en: 'Distinct devices of the day: an estimate. Days are not to be added up. Empty: fewer than ten, or not counted.',
    of: ({ day }) => day.devices,
  },
  {
    ...{ name: 'availability', type: 'number', constraints: SHARE },
    es: 'Parte de los minutos en servicio en que el internet y la página funcionaron, de 0 a 1.',
    en: 'Share of the minutes in service in which the internet and the page worked, 0 to 1.',
    of: ({ day }) => day.availability,
  },
  {
    ...{ name: 'suppressed', type: 'string' },
    es: 'Columnas vacías porque representan a menos de diez, separadas por punto y coma.',
    en: 'Columns that are empty because they stand for fewer than ten, separated by semicolons.',
    of: suppressedIn,
  },
]

/** A report's days, of the city as a whole. */
export const REPORT_DAYS: Table<DayOf> = {
  name: 'days',
  es: 'Un renglón para cada día de toda la ciudad.',
  en: 'A row for each day of the whole city.',
  key: ['date'],
  columns,
}
