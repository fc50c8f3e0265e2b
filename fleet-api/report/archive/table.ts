import { stringify } from 'csv-stringify/sync'
import { AbordoError } from '../../../contract/problem.ts'

// Tables of the archive that a report can be recomputed from. Unlike what is published they are exact, text and all: what is read back is
// what was written.

type Value = string | number | number[] | null

interface Codec<V extends Value> {
  /** As Frictionless' table schema names it. */
  type: 'string' | 'integer' | 'datetime'
  required: boolean
  write: (value: V) => string
  /** Null: it is no such value. */
  read: (text: string) => { value: V } | null
}

const isWhole = (text: string) => /^(0|-?[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text))

export const text: Codec<string> = {
  type: 'string',
  required: false,
  write: (value) => value,
  read: (value) => ({ value }),
}
export const whole: Codec<number> = {
  ...{ type: 'integer', required: true, write: String },
  read: (written) => (isWhole(written) ? { value: Number(written) } : null),
}
export const wholeOrNone: Codec<number | null> = {
  ...{ type: 'integer', required: false, write: (value) => (value === null ? '' : String(value)) },
  read: (written) => (written === '' ? { value: null } : whole.read(written)),
}
/** Counts by bucket, separated by semicolons. */
export const counts: Codec<number[]> = {
  ...{ type: 'string', required: false, write: (value) => value.join(';') },
  read: (written) => {
    const parts = written === '' ? [] : written.split(';')
    return parts.every(isWhole) ? { value: parts.map(Number) } : null
  },
}
/** Seconds since 1970, as a time of UTC. */
export const instant: Codec<number> = {
  ...{ type: 'datetime', required: true, write: (value) => new Date(value * 1000).toISOString().replace('.000Z', 'Z') },
  read: (written) => {
    const value = Date.parse(written) / 1000
    return Number.isInteger(value) && instant.write(value) === written ? { value } : null
  },
}

type CodecFor<V> = V extends string
  ? Codec<string>
  : V extends number[]
    ? Codec<number[]>
    : null extends V
      ? Codec<number | null>
      : Codec<number>

export interface ArchiveColumn<T> {
  name: string
  key: keyof T & string
  codec: Codec<never>
  es: string
  en: string
}

export interface ArchiveTable<T> {
  /** Of the file, without `.csv`. */
  name: string
  es: string
  en: string
  columns: readonly ArchiveColumn<T>[]
}

/** A column of a table: its name in the file, the field that it holds, how that is written, what it is. */
export function column<T>() {
  return <K extends keyof T & string>(name: string, key: K, codec: CodecFor<T[K]>, es: string, en: string) =>
    ({ name, key, codec: codec as unknown as Codec<never>, es, en }) satisfies ArchiveColumn<T>
}

/** Rows as CSV (RFC 4180); `header`: with the names of the columns before them. */
export function csvRows<T>({ columns }: ArchiveTable<T>, rows: readonly T[], header: boolean): string {
  const cells = rows.map((row) => columns.map(({ key, codec }) => codec.write(row[key] as never)))
  return stringify(cells, { columns: columns.map(({ name }) => name), header, record_delimiter: 'windows' })
}

/** A row of a file, its header checked before. `line`: of the file, to name it. Throws AbordoError: bad-request. */
export function readRow<T>({ name, columns }: ArchiveTable<T>, cells: readonly string[], line: number): T {
  if (cells.length !== columns.length)
    throw new AbordoError('bad-request', `${name}.csv, line ${line}: ${cells.length} cells, not ${columns.length}.`)
  const fields = columns.map((one, at) => {
    const written = cells[at] ?? ''
    const read = one.codec.read(written)
    if (read !== null) return [one.key, read.value]
    throw new AbordoError('bad-request', `${name}.csv, line ${line}: ${one.name} is "${written.slice(0, 60)}".`)
  })
  return Object.fromEntries(fields) as T
}
