import type pg from 'pg'

/** Tables that are kept by month of `minute_at`. */
const TABLES = ['report', 'route_minute'] as const

/**
 * The partitions of the minutes, one for each month of UTC: made when the first minute of a month comes, dropped as a whole, which
 * costs nothing however many rows there are.
 */
export function postgresMonths(pool: pg.Pool) {
  const known = new Set<string>()
  return {
    async prepare(minutes: Iterable<number>): Promise<void> {
      const wanted = new Set<string>()
      for (const minute of minutes) wanted.add(monthOf(minute))
      for (const month of wanted) {
        if (known.has(month)) continue
        const [from, to] = edges(month)
        // Two processes may make it at once; the second one's error says that it is there.
        for (const table of TABLES) {
          await pool
            .query(
              `CREATE TABLE IF NOT EXISTS ${table}_${month} PARTITION OF ${table} FOR VALUES FROM (${from}) TO (${to})`,
            )
            .catch((error: unknown) => {
              if (!isThere(error)) throw error
            })
        }
        known.add(month)
      }
    },

    async drop(before: number): Promise<void> {
      const found = await pool.query(
        `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = ANY($1) AND pg_table_is_visible(c.oid)`,
        [[...TABLES]],
      )
      for (const { name } of found.rows as { name: string }[]) {
        const month = /_(\d{4}_\d{2})$/.exec(name)?.[1]
        if (month === undefined || edges(month)[1] > before) continue
        await pool.query(`DROP TABLE IF EXISTS ${name}`)
        known.delete(month)
      }
    },
  }
}

/** `2026_11` */
function monthOf(minute: number): string {
  return new Date(minute * 1000).toISOString().slice(0, 7).replace('-', '_')
}

/** First second of a month and of the next one. */
function edges(month: string): [from: number, to: number] {
  const [year = 0, number = 1] = month.split('_').map(Number)
  return [Date.UTC(year, number - 1) / 1000, Date.UTC(year, number) / 1000]
}

/** duplicate_table, or unique_violation in the catalogue. */
function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P07' || error.code === '23505')
}
