import { stringify } from 'csv-stringify/sync'

// A table's columns stand in one list: from it come the CSV file, the schema of the data package and the data dictionary, so that these
// cannot differ.

/** As Frictionless' table schema names them. */
export type ColumnType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'yearmonth'
export type Cell = string | number | boolean | null

export interface Column<T> {
  /** snake_case, its unit at the end where it has one. */
  name: string
  type: ColumnType
  constraints?: { required?: true; minimum?: number; maximum?: number; enum?: readonly string[] }
  /** What it is, in plain words. */
  es: string
  en: string
  /** Told only to whom money is told. */
  money?: true
  /** Stands for riders: where they are fewer than ten it is empty and named in `suppressed`. */
  riders?: true
  of: (from: T) => Cell
}

/** A table: what there is a row of, and its columns in their order. */
export interface Table<T> {
  name: string
  es: string
  en: string
  /** The columns that tell its rows apart. */
  key: readonly string[]
  columns: readonly Column<T>[]
}

const UNITS: Record<string, string> = { s: 's', ms: 'ms', minutes: 'min', hours: 'h', octets: 'B' }

/** Of a column's values: what its name ends in; null: they are counted, or are no numbers. */
export function unitOf<T>({ name, type }: Column<T>): string | null {
  if (type !== 'number' && type !== 'integer') return null
  return UNITS[name.split('_').at(-1) ?? ''] ?? null
}

/** The columns for a reader. */
export function columnsFor<T>(table: Table<T>, { money }: { money: boolean }): Column<T>[] {
  return table.columns.filter((column) => money || column.money === undefined)
}

/**
 * Rows as CSV (RFC 4180, UTF-8). What is not known or not told is an empty cell. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it; numbers do not.
 */
export function csvOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map((column) => column.of(row)))
  return stringify(cells, {
    columns: columns.map(({ name }) => name),
    header: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String },
  })
}
