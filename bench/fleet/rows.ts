import { postgresNeeds } from '../../test/postgres/needs.ts'
import { NO_BOUND, type Row } from '../row.ts'
import type { Engine } from './engine.ts'
import { gatewayDayRow } from './gateway-day.ts'
import { importRow } from './gtfs-import.ts'
import { ingestRows } from './ingest.ts'
import { leonRows } from './leon.ts'
import type { Measured } from './measured.ts'
import { overTheAirRow } from './over-the-air.ts'
import { postgresEngine } from './postgres-engine.ts'
import { readingRows } from './reading.ts'
import { sqliteEngine } from './sqlite-engine.ts'

type Name = Engine['name']

/** What is promised of the fleet, on each engine: `abordo fleet` in a process of its own, asked over HTTP. */
const BOUNDS = {
  batch500: [
    'Reports stored, 500 in a request',
    { SQLite: '≥ 5,000 reports/s and ≥ 25% of raw inserts', PostgreSQL: NO_BOUND },
  ],
  batch50: ['Reports stored, 50 in a request', NO_BOUND],
  batch1: ['Reports stored, 1 in a request', NO_BOUND],
  core: ['León, 2,300 gateways: share of a core', '≤ 5%'],
  memory: ['Memory after it (RSS)', '≤ 250 MB'],
  month: ["The month's report", 'p99 ≤ 50 ms; p50 at most 1.5 times as long with more minutes'],
  chart: ['The live chart, last hour', NO_BOUND],
  gatewayDay: ['A gateway and day, on disk', NO_BOUND],
  gtfsImport: ['500,000 stop_times: seconds and memory', '≤ 60 s and ≤ 400 MB, on one core'],
} as const satisfies Record<string, [row: string, bound: string | Record<Name, string>]>
type Figure = keyof typeof BOUNDS

export async function fleetRows(progress: (what: string) => void): Promise<Row[]> {
  const sqlite = [...rowsOf('SQLite', await measure(sqliteEngine(), progress), ''), await airRow(progress)]
  const missing = postgresNeeds()
  if (missing !== null) {
    progress(`the rows of PostgreSQL are left out: ${missing}`)
    return [...sqlite, ...rowsOf('PostgreSQL', {}, missing)]
  }
  return [...sqlite, ...rowsOf('PostgreSQL', await measure(await postgresEngine(), progress), '')]
}

async function measure(engine: Engine, progress: (what: string) => void): Promise<Partial<Record<Figure, Measured>>> {
  try {
    return {
      ...(await ingestRows(engine, progress)),
      ...(await leonRows(engine, progress)),
      ...(await readingRows(engine, progress)),
      gatewayDay: await gatewayDayRow(engine, progress),
      gtfsImport: await importRow(engine, progress),
    }
  } finally {
    await engine.remove()
  }
}

/** On whichever engine: it is the gateway's. */
export async function airRow(progress: (what: string) => void): Promise<Row> {
  const engine = sqliteEngine()
  try {
    return { row: 'A gateway and day, over the air', bound: NO_BOUND, ...(await overTheAirRow(engine, progress)) }
  } finally {
    await engine.remove()
  }
}

function rowsOf(name: Name, measured: Partial<Record<Figure, Measured>>, why: string): Row[] {
  return Object.entries(BOUNDS).map(([figure, [row, bound]]) => {
    const { abordo, holds, figures } = measured[figure as Figure] ?? { abordo: why, holds: null, figures: {} }
    return { row: `${name}: ${row}`, abordo, bound: typeof bound === 'string' ? bound : bound[name], holds, figures }
  })
}
