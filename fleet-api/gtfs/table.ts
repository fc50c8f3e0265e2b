import type { z } from 'zod'
import { type Complaint, NO_COMPLAINTS, quoted } from './complaints.ts'
import type { GtfsFile } from './files.ts'
import type { Ids } from './ids.ts'

/** Where each column of a file stands; -1: the file lacks it. */
export type ColumnAt = (column: string) => number

/** One GTFS file: the columns that it must have, and what to do with its rows. */
export interface Table {
  file: GtfsFile
  required: readonly string[]
  /** Where the ids of its rows are kept, for other files that refer to them. */
  ids?: Ids
  /** Makes the function that takes the rows, once the header is known. It returns what is wrong with a row. */
  rows(at: ColumnAt): (cells: readonly string[], line: number) => readonly Complaint[]
  /** Every row is kept, and there may be millions: there is a limit to them. */
  limited?: true
  /** Once all rows are there: what is wrong with some that were taken, which are then left out. */
  end?(): Iterable<{ line: number; complaint: Complaint }>
}

export interface SchemaTable<Schema extends z.ZodObject> {
  file: GtfsFile
  required: readonly (keyof Schema['shape'] & string)[]
  schema: Schema
  /** The column that identifies a row of this file, and where its ids are kept. */
  id?: { column: keyof Schema['shape'] & string; ids: Ids }
  /** Takes a row that fits the schema, and returns what else is wrong with it. It takes nothing where that costs the row. */
  take(row: z.output<Schema>, line: number): readonly Complaint[]
}

/** A table whose rows a zod schema checks: for every file but the two that have a row for each stop of each trip or shape. */
export function schemaTable<Schema extends z.ZodObject>(table: SchemaTable<Schema>): Table {
  const { file, required, schema, id, take } = table
  return {
    file,
    required,
    ...(id === undefined ? {} : { ids: id.ids }),
    rows(at) {
      const columns = Object.keys(schema.shape).map((column) => ({ column, index: at(column) }))
      const idAt = id === undefined ? -1 : at(id.column)
      return (cells, line) => {
        const idOfRow = cells[idAt]?.trim() ?? ''
        if (id?.ids.known.has(idOfRow)) {
          return [
            {
              row: 'skipped',
              field: id.column,
              message: `repeats ${quoted(idOfRow)}; the first row of this id is used`,
            },
          ]
        }
        const complaints = checkRow(schema, rowOf(columns, cells), (row) => take(row, line))
        const isDropped = complaints.some(({ row }) => row !== 'kept')
        if (isDropped) id?.ids.drop(idOfRow)
        else id?.ids.known.add(idOfRow)
        return complaints
      }
    },
  }
}

/** The row by the names of its columns. Empty cells are left out: GTFS has no other way to say "none". */
function rowOf(columns: { column: string; index: number }[], cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = {}
  for (const { column, index } of columns) {
    const cell = cells[index]?.trim()
    if (cell) row[column] = cell
  }
  return row
}

function checkRow<Schema extends z.ZodObject>(
  schema: Schema,
  row: Record<string, string>,
  take: (row: z.output<Schema>) => readonly Complaint[],
): readonly Complaint[] {
  const parsed = schema.safeParse(row)
  if (parsed.success) return take(parsed.data)
  return parsed.error.issues
    .slice(0, 1)
    .map(({ path, message }) => ({ row: 'bad', field: String(path[0] ?? ''), message }))
}

/** Rows of these lines repeat a number that an earlier one `of` the same thing has. */
export function* repeatsOf(lines: Iterable<number>, field: string, of: string) {
  const complaint: Complaint = { row: 'skipped', field, message: `repeats one ${of}; the first row is used` }
  for (const line of lines) yield { line, complaint }
}

/** The complaints that there are, of those that there could be. */
export function complaintsOf(...complaints: (Complaint | null)[]): readonly Complaint[] {
  const found = complaints.filter((complaint) => complaint !== null)
  return found.length === 0 ? NO_COMPLAINTS : found
}
