import { type Placeholder, sql } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'

/** A query that is asked so often that making its text anew each time would cost more than its answer. */
export function prepared<R>(
  name: string,
  build: (db: FleetReads) => PromiseLike<R>,
): (db: FleetReads, values: Record<string, unknown>) => Promise<R> {
  const made = new WeakMap<FleetReads, { execute: (values: Record<string, unknown>) => Promise<R> }>()
  return (db, values) => {
    const known = made.get(db) ?? prepareWith(build(db), name)
    made.set(db, known)
    return known.execute(values)
  }
}

/** PostgreSQL keeps a prepared statement under a name; SQLite needs none. */
function prepareWith<R>(query: PromiseLike<R>, name: string) {
  const builder = query as unknown as {
    prepare(name: string): { execute: (values: Record<string, unknown>) => Promise<R> }
  }
  return builder.prepare(name)
}

/** Lists are filled up to one of these lengths, so that a few statements serve for all. */
const LENGTHS = [1, 8, 64, 512] as const
const LONGEST = 512

/** The same for a list of things: `build` gets placeholders for each of their `columns`. Longer lists are asked for in parts. */
export function preparedForMany<K extends string, R>(
  name: string,
  columns: readonly K[],
  build: (db: FleetReads, lists: Record<K, Placeholder[]>) => PromiseLike<R[]>,
): (db: FleetReads, items: Record<K, string | number>[], values: Record<string, unknown>) => Promise<R[]> {
  const queries = LENGTHS.map((length) => ({
    length,
    ask: prepared(`${name} ${length}`, (db) => build(db, placeholders(columns, length))),
  }))
  return async (db, items, values) => {
    const found: R[] = []
    for (let at = 0; at < items.length; at += LONGEST) {
      const part = items.slice(at, at + LONGEST)
      const query = queries.find(({ length }) => length >= part.length)
      const rows = await query?.ask(db, { ...values, ...filledUp(columns, part, query.length) })
      found.push(...(rows ?? []))
    }
    return found
  }
}

function placeholders<K extends string>(columns: readonly K[], length: number): Record<K, Placeholder[]> {
  return Object.fromEntries(
    columns.map((column) => [column, Array.from({ length }, (_, index) => sql.placeholder(`${column}${index}`))]),
  ) as Record<K, Placeholder[]>
}

function filledUp<K extends string>(columns: readonly K[], items: Record<K, string | number>[], length: number) {
  const values: Record<string, string | number | undefined> = {}
  for (let index = 0; index < length; index += 1) {
    const item = items[Math.min(index, items.length - 1)]
    for (const column of columns) values[`${column}${index}`] = item?.[column]
  }
  return values
}
