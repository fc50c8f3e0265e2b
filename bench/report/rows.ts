import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type FleetDatabase, openFleetDatabase } from '../../db/fleet/open.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import { cityReport } from '../../fleet-api/report/city-report.ts'
import { publishDue } from '../../fleet-api/report/publish.ts'
import { cityTime } from '../../fleet-api/rules/city-time.ts'
import { makeCity, TIMEZONE } from '../fleet/city.ts'
import { median, NO_BOUND, type Row, rounded } from '../row.ts'
import { gateways, service, usage, type Year } from './leon-year.ts'

const TIMES = 5
/** The year that ends with a month that has been over for so long that nothing more comes. */
export const YEAR = {
  first: '2025-10-01',
  end: '2026-10-01',
  month: '2026-09',
  now: Date.parse('2026-11-20T18:00:00Z'),
}

/** What a year of León costs: to publish it for the first time, and to make a report of a month and of all of it. */
export async function reportRows(progress: (what: string) => void): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    progress('a year of León is made')
    const path = join(folder, 'leon.db')
    const db = await makeYear(path)
    try {
      progress('the year is published')
      const publishing = await timed(() => publishAll(db))
      progress('its months are made final')
      const othersFinal = await timed(async () => {
        // So many at a time, as the upkeep does each minute.
        while ((await cityReport(db, { month: YEAR.month }, YEAR.now)).revision === null) await publishAll(db)
      })
      progress('nothing new is published')
      const again = await timed(() => publishAll(db))
      progress('reports are made')
      const final = await often(() => cityReport(db, { month: YEAR.month }, YEAR.now))
      const month = await often(() => cityReport(db, { from: `${YEAR.month}-01`, to: `${YEAR.month}-29` }, YEAR.now))
      const year = await often(() => cityReport(db, { from: YEAR.first, to: '2026-09-30' }, YEAR.now))
      const octets = statSync(path).size
      return [
        row(
          'A year of León is published for the first time',
          publishing,
          'of 102 rows and 365 days, with three months made final',
        ),
        row('The other months are made final', othersFinal, 'after those that were with the first publishing'),
        row('Nothing new is published', again, 'what the upkeep costs when nothing has come'),
        row('The report of a month that is final', final, 'as it was kept'),
        row('The report of 29 days', month, 'of 100 routes, with two months to compare'),
        row('The report of the year', year, `from a database of ${Math.round(octets / 1e6)} MB`),
      ]
    } finally {
      await db.close()
    }
  } finally {
    remove()
  }
}

/** A database with a year of León in it, of which nothing is published yet. */
export async function makeYear(path: string): Promise<FleetDatabase> {
  const url = `file:${path}`
  const empty = await openFleetDatabase(url)
  await makeCity(empty, 0)
  await rebuildWhereNeeded(empty, () => undefined)
  await empty.close()
  const { dayOf } = cityTime(TIMEZONE)
  const at = (date: string) => dayOf(Date.parse(`${date}T18:00:00Z`) / 1000)
  const year: Year = { from: at(YEAR.first), to: at(YEAR.end) }
  const client = new Database(path)
  client.pragma('synchronous = OFF')
  client.pragma('cache_size = -400000')
  for (const statement of [...gateways(), ...usage(year), ...service(year)]) client.exec(statement)
  client.pragma('wal_checkpoint(TRUNCATE)')
  client.close()
  return openFleetDatabase(url)
}

function publishAll(db: FleetDatabase): Promise<void> {
  return publishDue({ db, now: YEAR.now, breathe: async () => undefined, stopping: () => false })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function often(work: () => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let time = 0; time < TIMES; time += 1) all.push(await timed(work))
  return median(all)
}

function row(title: string, ms: number, about: string): Row {
  return {
    row: title,
    abordo: `${ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}, ${about}`,
    bound: NO_BOUND,
    holds: true,
    figures: { ms: rounded(ms) },
  }
}
