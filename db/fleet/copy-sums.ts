import { notInArray, type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { MARKERS } from './copy-marker.ts'
import type { FleetReads } from './database.ts'
import { setting } from './schema.ts'
import type { FleetTable } from './tables.ts'

/** What a table holds: `rows`, the sum of each column of integers, the octets of each column of text, by its name in SQL. */
export type Sums = Map<string, bigint>

/** Sums are taken of the two parts of a number: together they would go beyond what SQLite adds up. */
const PART = 2n ** 20n

async function sumsOf(db: FleetReads, { table, columns }: FleetTable): Promise<Sums> {
  const asked: Record<string, SQL<string>> = { rows: sql<string>`cast(count(*) as text)` }
  for (const column of Object.values(columns)) {
    const { name } = column
    if (isInteger(column)) {
      asked[`high ${name}`] = total(sql`${column} / ${sql.raw(String(PART))}`)
      asked[`low ${name}`] = total(sql`${column} % ${sql.raw(String(PART))}`)
    } else if (isText(column)) asked[`low ${name} (octets)`] = total(sql`octet_length(${column})`)
  }
  const [row] = await db
    .select(asked)
    .from(table)
    // How far a copy has come is of no fleet.
    .where(table === setting ? notInArray(setting.name, MARKERS) : undefined)
  const found = (row ?? {}) as Record<string, string>
  const sums: Sums = new Map([['rows', BigInt(found.rows ?? 0)]])
  for (const [key, part] of Object.entries(found)) {
    const [, which, name] = /^(high|low) (.+)$/.exec(key) ?? []
    if (name) sums.set(name, (sums.get(name) ?? 0n) + BigInt(part) * (which === 'high' ? PART : 1n))
  }
  return sums
}

/** Of all tables, by their names. */
export async function allSums(db: FleetReads, tables: FleetTable[]): Promise<Map<string, Sums>> {
  const all = new Map<string, Sums>()
  for (const table of tables) all.set(table.name, await sumsOf(db, table))
  return all
}

/** As text, the same for the same sums. */
export function written(all: Map<string, Sums>): string {
  return JSON.stringify([...all].map(([table, sums]) => [table, [...sums].map(([name, sum]) => [name, String(sum)])]))
}

export function isSame(one: Sums, other: Sums): boolean {
  return one.size === other.size && [...one].every(([name, sum]) => other.get(name) === sum)
}

function total(of: SQL): SQL<string> {
  return sql<string>`cast(coalesce(sum(${of}), 0) as text)`
}

const isInteger = (column: AnySQLiteColumn) => column.getSQLType() === 'integer'
/** Not JSON, of which the same can be written in several ways. */
const isText = (column: AnySQLiteColumn) => column.getSQLType() === 'text' && column.dataType !== 'json'
