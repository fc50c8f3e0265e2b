import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { type AnySQLiteColumn, getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import * as schema from './schema.ts'

export interface FleetTable {
  name: string
  table: SQLiteTable
  /** In the order of the primary key. */
  key: AnySQLiteColumn[]
  columns: Record<string, AnySQLiteColumn>
}

/** Every table of a fleet's database; one that refers to another comes after it. */
export function fleetTables(): FleetTable[] {
  const found = Object.values(schema as Record<string, unknown>).filter((one) => is(one, SQLiteTable))
  const left = new Set(found.sort((a, b) => (getTableName(a) < getTableName(b) ? -1 : 1)))
  const ordered: SQLiteTable[] = []
  while (left.size > 0) {
    const next = [...left].find((table) => referredTo(table).every((other) => other === table || !left.has(other)))
    if (!next) throw new Error('tables refer to each other in a circle')
    left.delete(next)
    ordered.push(next)
  }
  return ordered.map((table) => ({
    name: getTableName(table),
    table,
    key: keyOf(table),
    columns: getTableColumns(table) as Record<string, AnySQLiteColumn>,
  }))
}

function referredTo(table: SQLiteTable): SQLiteTable[] {
  return getTableConfig(table).foreignKeys.map((key) => key.reference().foreignTable as SQLiteTable)
}

function keyOf(table: SQLiteTable): AnySQLiteColumn[] {
  const { primaryKeys, columns } = getTableConfig(table)
  const key = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
  if (key.length === 0) throw new Error(`table ${getTableName(table)} has no primary key`)
  return key as AnySQLiteColumn[]
}
