import type pg from 'pg'
import { withConnection, within } from './postgres-pool.ts'

/** So long others are waited for, while nobody else gets at the tables. */
const WAIT = '2s'

/** What is private, and goes when its day is over. All are UNLOGGED, so PostgreSQL's log holds nothing of them. */
const TABLES = ['device_sketch', 'roaming_day', 'roaming_part']

/**
 * Gives private tables new files, with the rows that there are: PostgreSQL leaves in the old ones what was deleted, and what is
 * empties them (VACUUM) leaves what an older transaction might still want to see.
 */
export function wipeDeleted(pool: pg.Pool): Promise<boolean> {
  return withConnection(pool, (client) =>
    within(client, 'BEGIN', async () => {
      await client.query(`SET LOCAL lock_timeout = '${WAIT}'`)
      await client.query(`LOCK TABLE ${TABLES.join(', ')} IN ACCESS EXCLUSIVE MODE`)
      for (const table of TABLES) {
        await client.query(`CREATE TEMPORARY TABLE kept_${table} ON COMMIT DROP AS SELECT * FROM ${table}`)
        await client.query(`TRUNCATE ${table}`)
        await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
      }
      return true
    }),
  ).catch((error: unknown) => {
    if (isLocked(error)) return false
    throw error
  })
}

/** lock_not_available */
const isLocked = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'
