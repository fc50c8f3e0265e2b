import type pg from 'pg'
import { withConnection, within } from './postgres-pool.ts'

/** So long others are waited for, while nobody else gets at the table. */
const WAIT = '2s'

/**
 * Gives the sketches of devices new files, with the rows that there are: PostgreSQL leaves in the old ones what was deleted, and what is
 * empties them (VACUUM) leaves what an older transaction might still want to see. The table is UNLOGGED, so its log holds nothing of it.
 */
export function wipeSketches(pool: pg.Pool): Promise<boolean> {
  return withConnection(pool, (client) =>
    within(client, 'BEGIN', async () => {
      await client.query(`SET LOCAL lock_timeout = '${WAIT}'`)
      await client.query('LOCK TABLE device_sketch IN ACCESS EXCLUSIVE MODE')
      await client.query('CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM device_sketch')
      await client.query('TRUNCATE device_sketch')
      await client.query('INSERT INTO device_sketch SELECT * FROM kept')
      return true
    }),
  ).catch((error: unknown) => {
    if (isLocked(error)) return false
    throw error
  })
}

/** lock_not_available */
const isLocked = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'
