import { FEWEST_TOLD } from '../../../contract/city-report.ts'
import { routeOfRow, STATIONS_ROW, STOPS_ROW } from '../../../contract/report-rows.ts'

/** What a correction is made of. */
export interface Corrected {
  rows: readonly { rowKey: string; sessions: number }[]
  /** Gateways of which operators have told anew where they were. */
  gateways: readonly string[]
  /** Routes' short names by their rows' keys. */
  names: ReadonlyMap<string, string | null>
}

/** So many rows, or gateways, are named; the others are counted. */
const NAMED = 5

/** Why there is another revision, in Spanish and in English. */
export function reasonOf({ rows, gateways, names }: Corrected): string {
  const sums = new Map<string, number>()
  for (const { rowKey, sessions } of rows) sums.set(rowKey, (sums.get(rowKey) ?? 0) + sessions)
  const inOrder = [...sums].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
  return LANGUAGES.map((words) => {
    const because = gateways.length > 0 ? words.toldAnew(listed(gateways, words)) : words.late
    if (inOrder.length === 0)
      return gateways.length > 0 ? `${because}: ${words.availability}.` : `${words.lateService}.`
    const changes = inOrder.map(([rowKey, sessions]) => {
      const name = words.row(rowKey, names.get(rowKey) ?? routeOfRow(rowKey))
      return Math.abs(sessions) < FEWEST_TOLD ? name : `${name} ${sessions > 0 ? '+' : '−'}${Math.abs(sessions)}`
    })
    return `${because}: ${words.sessions} ${listed(changes, words)}.`
  }).join(' / ')
}

interface Words {
  late: string
  lateService: string
  toldAnew: (gateways: string) => string
  availability: string
  sessions: string
  more: (count: number) => string
  row: (rowKey: string, name: string | null) => string
}

const LANGUAGES: Words[] = [
  {
    late: 'Llegaron reportes tarde',
    lateService: 'Llegaron reportes tarde y cambió la disponibilidad',
    toldAnew: (gateways) => `El operador corrigió la ruta de ${gateways}`,
    availability: 'cambió la disponibilidad',
    sessions: 'conexiones',
    more: (count) => `y ${count} más`,
    row: (rowKey, name) =>
      rowKey === STOPS_ROW ? 'paradas' : rowKey === STATIONS_ROW ? 'estaciones' : name ? `ruta ${name}` : 'sin ruta',
  },
  {
    late: 'Reports came late',
    lateService: 'Reports came late, and availability changed',
    toldAnew: (gateways) => `The operator corrected the route of ${gateways}`,
    availability: 'availability changed',
    sessions: 'sessions',
    more: (count) => `and ${count} more`,
    row: (rowKey, name) =>
      rowKey === STOPS_ROW ? 'stops' : rowKey === STATIONS_ROW ? 'stations' : name ? `route ${name}` : 'no known route',
  },
]

function listed(all: readonly string[], words: Words): string {
  const rest = all.length - NAMED
  return rest > 0 ? `${all.slice(0, NAMED).join(', ')} ${words.more(rest)}` : all.join(', ')
}
