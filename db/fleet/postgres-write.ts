import { type SQL, sql } from 'drizzle-orm'
import type pg from 'pg'
import type { FleetTransaction, Write } from './database.ts'
import { columnsOf, decoded, encoded, type Rule, ruleOf } from './write-rule.ts'

/** Rows of one statement. */
const MOST = 5000
const ARRAYS: Record<string, string> = { integer: 'bigint[]', text: 'text[]', real: 'double precision[]' }

type Named = Rule & { name: string }
const rules = new WeakMap<object, Named>()
let made = 0

/**
 * Writes rows as one array for each column: the way to the server and back is gone once, and the statement is the same for any number
 * of rows, so each connection prepares it once.
 */
export async function writeTogether(
  on: { client: pg.PoolClient; tx: FleetTransaction },
  write: Write<never, never>,
  rows: Record<string, unknown>[],
): Promise<never[]> {
  const rule = rules.get(write) ?? named(on.tx, write)
  rules.set(write, rule)
  const { name, text, columns, returning } = rule
  const returned: unknown[] = []
  for (let at = 0; at < rows.length; at += MOST) {
    const part = rows.slice(at, at + MOST)
    const values = columns.map((column) => part.map((row) => encoded(row, column)))
    const answer = await on.client.query<unknown[]>({ name, text, values, rowMode: 'array' })
    if (returning.length > 0) returned.push(...answer.rows.map((row) => decoded(rule, row)))
  }
  return returned as never[]
}

function named(tx: FleetTransaction, write: Write<never, never>): Named {
  const places = columnsOf(write).map(
    ([, column]): SQL => sql`${sql.param([])}::${sql.raw(ARRAYS[column.getSQLType()] ?? 'text[]')}`,
  )
  const rule = ruleOf(write, tx.insert(write.table).select(sql`select * from unnest(${sql.join(places, sql`, `)})`))
  made += 1
  return { ...rule, name: `abordo write ${made}` }
}
