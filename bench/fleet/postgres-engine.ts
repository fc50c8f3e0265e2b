import { getTableColumns } from 'drizzle-orm'
import { Client } from 'pg'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { report } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../../fleet-api/queries/reports.ts'
import { startPostgres } from '../../test/postgres/cluster.ts'
import { type Engine, ROWS_A_TRANSACTION } from './engine.ts'

/** A cluster of its own, which waits for the disk as a fleet's does. */
export async function postgresEngine(): Promise<Engine> {
  const cluster = await startPostgres({ fsync: true })
  let made = 0
  return {
    name: 'PostgreSQL',
    async make() {
      made += 1
      await cluster.createDatabase(`bench_${made}`)
      return cluster.url(`bench_${made}`)
    },
    drop: (url) => cluster.dropDatabase(url.replace(/^.*\//, '')),
    rawInserts: insertAll,
    fill: (url, statements) =>
      using(url, async (client) => {
        await client.query('SET synchronous_commit = off')
        for (const statement of statements) await client.query(statement)
        await client.query('VACUUM ANALYZE')
      }),
    octets: (url) =>
      using(url, async (client) => {
        await client.query('VACUUM')
        const all = await client.query('SELECT pg_database_size(current_database()) AS octets')
        // Partitions count with the table that they are of.
        const tables = await client.query(
          `SELECT coalesce(p.relname, c.relname) AS name, sum(pg_total_relation_size(c.oid)) AS octets
           FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
           WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1`,
        )
        return {
          all: Number(all.rows[0]?.octets),
          tables: new Map(tables.rows.map(({ name, octets }) => [String(name), Number(octets)])),
        }
      }),
    remove: () => cluster.stop(),
  }
}

async function using<T>(url: string, job: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await job(client)
  } finally {
    await client.end()
  }
}

/** One statement in each transaction. The values are made before the clock starts. */
async function insertAll(url: string, rows: ReportRow[]): Promise<number> {
  const db = await openFleetDatabase(url)
  await db.prepareMinutes(rows.map(({ minuteAt }) => minuteAt))
  await db.close()
  const columns = Object.entries(getTableColumns(report))
  const names = columns.map(([, column]) => column.name).join(', ')
  const statement = (length: number) => {
    const places = Array.from({ length }, (_, row) => {
      const first = row * columns.length + 1
      return `(${columns.map((_, column) => `$${first + column}`).join(', ')})`
    })
    return `INSERT INTO report (${names}) VALUES ${places.join(', ')}`
  }
  const values = rows.map((row) =>
    columns.map(([key, column]) => {
      const value = row[key as keyof ReportRow]
      return value === null ? null : column.mapToDriverValue(value)
    }),
  )
  const whole = statement(ROWS_A_TRANSACTION)
  return using(url, async (client) => {
    const started = performance.now()
    for (let at = 0; at < values.length; at += ROWS_A_TRANSACTION) {
      const some = values.slice(at, at + ROWS_A_TRANSACTION)
      await client.query('BEGIN')
      await client.query(some.length === ROWS_A_TRANSACTION ? whole : statement(some.length), some.flat())
      await client.query('COMMIT')
    }
    return rows.length / ((performance.now() - started) / 1000)
  })
}
