import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import pg from 'pg'
import { expect, it } from 'vitest'
import * as schema from '../../db/fleet/schema.ts'
import { describeWith } from '../describe-with.ts'
import { freshPostgres } from '../fakes/database.ts'

const TYPES: Record<string, string> = { integer: 'bigint', text: 'text', real: 'double precision' }
const tables = Object.values(schema).filter((one) => is(one, SQLiteTable))

/** `table.column type[ not null]` of every column that the queries know. */
function known(): string[] {
  return tables.flatMap((table) =>
    Object.values(getTableColumns(table)).map(
      (column) =>
        `${getTableName(table)}.${column.name} ${TYPES[column.getSQLType()]}${column.notNull ? ' not null' : ''}`,
    ),
  )
}

/** `table: its key's columns`, by name. */
function knownKeys(): string[] {
  return tables.map((table) => {
    const { columns, primaryKeys } = getTableConfig(table)
    const names = primaryKeys[0]?.columns.map(({ name }) => name) ?? columns.filter((c) => c.primary).map((c) => c.name)
    return `${getTableName(table)}: ${[...names].sort().join(' ')}`
  })
}

/** The same of a PostgreSQL that was migrated. */
async function migrated() {
  const client = new pg.Client({ connectionString: await freshPostgres() })
  await client.connect()
  try {
    // Partitions have the columns of their tables.
    const columns = await client.query<{ line: string }>(`
      select c.table_name || '.' || c.column_name || ' ' || c.data_type
        || case c.is_nullable when 'NO' then ' not null' else '' end as line
      from information_schema.columns c
      join pg_class t on t.relname = c.table_name and t.relnamespace = 'public'::regnamespace
      where c.table_schema = 'public' and not t.relispartition and c.table_name <> '__drizzle_migrations'`)
    const keys = await client.query<{ line: string }>(`
      select k.table_name || ': ' || string_agg(k.column_name, ' ' order by k.column_name collate "C") as line
      from information_schema.key_column_usage k
      join information_schema.table_constraints c using (constraint_schema, constraint_name)
      join pg_class t on t.relname = k.table_name and t.relnamespace = 'public'::regnamespace
      where c.constraint_type = 'PRIMARY KEY' and k.table_schema = 'public'
        and not t.relispartition and k.table_name <> '__drizzle_migrations'
      group by k.table_name`)
    const collated = await client.query<{ line: string }>(`
      select table_name || '.' || column_name as line from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'
        and table_name <> '__drizzle_migrations'`)
    const lines = (found: { rows: { line: string }[] }) => found.rows.map(({ line }) => line)
    return { columns: lines(columns), keys: lines(keys), otherwiseCollated: lines(collated) }
  } finally {
    await client.end()
  }
}

describeWith(['postgres'], 'the fleet’s tables in PostgreSQL', () => {
  it('are those that the queries know: the same columns, types and keys, and nothing besides', async () => {
    const { columns, keys } = await migrated()
    expect(columns.sort()).toEqual(known().sort())
    expect(keys.sort()).toEqual(knownKeys().sort())
    expect(tables.length).toBeGreaterThan(20)
  })

  it('compare text as SQLite does, by its octets', async () => {
    expect((await migrated()).otherwiseCollated).toEqual([])
  })
})
