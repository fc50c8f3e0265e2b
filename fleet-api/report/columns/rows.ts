import type { RiderFigure } from '../../../contract/city-report.ts'
import { whatIsChanged } from './changes.ts'
import { whatItCost } from './money.ts'
import { whatRidersGot } from './riders.ts'
import { type RowOf, whatItIs } from './row.ts'
import { whatService } from './service.ts'
import type { Column, Table } from './table.ts'

/** Which columns are empty where a figure is hidden. */
const HIDDEN_WITH: Record<RiderFigure, readonly string[]> = {
  sessions: ['sessions', 'savings'],
  ridersMean: ['riders_connected_mean'],
  ridersPeak: ['riders_connected_peak'],
  connectedHours: ['connected_hours', 'cost_per_connected_hour'],
  inputOctets: ['input_octets'],
  outputOctets: ['output_octets'],
  dailyDevices: ['daily_devices_mean', 'daily_devices_days', 'daily_devices_error_share'],
  sessionLength: ['session_length_median_s', 'session_length_p90_s'],
  timeToConnect: ['time_to_connect_p50_ms', 'time_to_connect_p95_ms'],
  // Not in this table: they are in the report as JSON.
  hours: [],
  weekdays: [],
}

/** Of the columns that a row has empty, those that are so because they stand for fewer than ten. */
function suppressedIn({ report: { assumptions, problems }, row }: RowOf): string {
  const isCity = row.kind === 'city'
  const names = row.hidden.flatMap((figure) => HIDDEN_WITH[figure])
  if (isCity && problems.reported === null) names.push('problem_reports', 'problem_reports_fixed', 'days_to_fix')
  // What is not told to this reader at all is not hidden for being small.
  const told = (name: string) => {
    if (name === 'savings') return assumptions !== null
    return name !== 'cost_per_connected_hour' || (isCity && assumptions !== null && assumptions.costPerMonth !== null)
  }
  return names.filter(told).join(';')
}

const asFarAsTold: readonly Column<RowOf>[] = [
  {
    ...{ name: 'carried', type: 'boolean', constraints: { required: true } },
    es: 'Si algún día con menos de diez sesiones se contó junto con un día posterior.',
    en: 'Whether a day of fewer than ten sessions was told together with a later one.',
    of: ({ row }) => row.carried,
  },
  {
    ...{ name: 'suppressed', type: 'string' },
    es: 'Columnas vacías porque representan a menos de diez, separadas por punto y coma.',
    en: 'Columns that are empty because they stand for fewer than ten, separated by semicolons.',
    of: suppressedIn,
  },
]

/** A report's rows: the city, its kinds of sites, its routes. */
export const REPORT_ROWS: Table<RowOf> = {
  name: 'connectivity',
  es: 'Un renglón para toda la ciudad, para cada tipo de sitio y para cada ruta.',
  en: 'A row for the whole city, for each kind of site and for each route.',
  key: ['from_date', 'to_date', 'row'],
  columns: [...whatItIs, ...whatRidersGot, ...whatService, ...whatIsChanged, ...whatItCost, ...asFarAsTold],
}
