import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { refuseNewer } from '../newer.ts'
import { mustBeginAgain } from '../trouble.ts'
import type { FleetDatabase, FleetReads, FleetTransaction, Write } from './database.ts'
import { postgresMonths } from './postgres-months.ts'
import { listenTo } from './postgres-notices.ts'
import { connectPostgres, withConnection, within } from './postgres-pool.ts'
import { wipeDeleted } from './postgres-wipe.ts'
import { writeTogether } from './postgres-write.ts'

/** Transactions that write at the same time; the other connections read. */
const LANES = 4
/** How often a transaction is begun again that another one stood in the way of. */
const TRIES = 5

/** The fleet's database on a PostgreSQL server, which several API processes may share. `url`: postgres://… */
export async function openPostgresFleet(url: string, migrationsFolder: string): Promise<FleetDatabase> {
  readNumbers()
  const pool = connectPostgres(url)
  try {
    await bringUpToDate(pool, migrationsFolder)
  } catch (error) {
    await pool.end()
    throw error
  }
  const transactions = new WeakMap<pg.PoolClient, FleetTransaction>()
  const months = postgresMonths(pool)
  const notices = listenTo(url, pool)

  function attempt<T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T> {
    return withConnection(pool, async (client) => {
      const tx = transactions.get(client) ?? transactionOn(client)
      transactions.set(client, tx)
      return within(client, 'BEGIN', () => work(tx))
    })
  }

  return Object.assign(drizzle(pool), { engine: 'postgres' as const } satisfies Partial<FleetReads>, {
    lanes: LANES,
    keepsMonths: true,
    async transaction<T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T> {
      for (let left = TRIES - 1; ; left -= 1) {
        try {
          return await attempt(work)
        } catch (error) {
          if (left === 0 || !mustBeginAgain(error)) throw error
        }
      }
    },
    snapshot<T>(work: (reads: FleetReads) => Promise<T>): Promise<T> {
      return withConnection(pool, (client) =>
        within(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', () =>
          work(Object.assign(drizzle(client), { engine: 'postgres' as const }) as unknown as FleetReads),
        ),
      )
    },
    prepareMinutes: months.prepare,
    dropMonths: months.drop,
    settleCopied: () => settleCopied(pool),
    wipeDeleted: () => wipeDeleted(pool),
    announce: notices.announce,
    onAnnouncement: notices.hear,
    async size() {
      const answer = await pool.query('SELECT pg_database_size(current_database()) AS octets')
      return Number(answer.rows[0]?.octets)
    },
    async close() {
      await notices.close()
      if (!pool.ending) await pool.end()
    },
  }) as unknown as FleetDatabase
}

/** Integers and sums as numbers: all of Abordo's stay under 2^53. */
function readNumbers(): void {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
}

/** One process at a time; what is killed half way has changed nothing. */
function bringUpToDate(pool: pg.Pool, migrationsFolder: string): Promise<void> {
  return withConnection(pool, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('abordo migrations'))")
    try {
      const known = await client.query("SELECT to_regclass('public.__drizzle_migrations') AS there")
      if (known.rows[0]?.there !== null) {
        const newest = await client.query('SELECT max(created_at) AS at FROM public.__drizzle_migrations')
        refuseNewer(Number(newest.rows[0]?.at ?? 0), migrationsFolder)
      }
      await migrate(drizzle(client), { migrationsFolder, migrationsSchema: 'public' })
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtext('abordo migrations'))").catch(() => undefined)
    }
  })
}

/** Identities go on after the greatest number; the planner gets to know how many rows there are, which it would much later. */
async function settleCopied(pool: pg.Pool): Promise<void> {
  const identities = await pool.query(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE is_identity = 'YES' AND table_schema = current_schema()`,
  )
  for (const { table, column } of identities.rows as { table: string; column: string }[]) {
    const [quotedTable, quotedColumn] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)]
    await pool.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${quotedColumn}), 0) + 1, false) FROM ${quotedTable}`,
      [quotedTable, column],
    )
  }
  await pool.query('ANALYZE')
}

function transactionOn(client: pg.PoolClient): FleetTransaction {
  const tx = Object.assign(drizzle(client), { engine: 'postgres' as const }) as unknown as FleetTransaction
  return Object.assign(tx, {
    writeMany: (write: Write<never, never>, rows: never[]) => writeTogether({ client, tx }, write, rows),
  })
}
