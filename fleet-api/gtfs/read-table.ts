import { pipeline } from 'node:stream/promises'
import { type CsvError, type InfoRecord, Parser } from 'csv-parse'
import { AbordoError } from '../../contract/problem.ts'
import type { Complaint, FeedWarning, Warnings } from './complaints.ts'
import type { FeedFile } from './source.ts'
import type { ColumnAt, Table } from './table.ts'
import { checkUtf8 } from './utf8.ts'

export interface TableCount {
  /** Rows that are used. */
  rows: number
  /** Rows that are not. */
  skipped: number
  /** Of the skipped, those that are themselves wrong, and the first of them. */
  bad: number
  firstBad: FeedWarning | null
}

/** No row of a real feed is as long; a quotation mark that is never closed makes one, and so does a file of commas. */
const LONGEST_ROW_OCTETS = 1024 ** 2

/**
 * Reads one file of a feed (GTFS Schedule, "File Requirements") from its first octet to its last and hands each row to the table.
 * A row that is wrong becomes a warning with its line and harms no other; throws only where the file as a whole cannot be read.
 */
export async function readTable(
  file: FeedFile,
  table: Table,
  report: { warnings: Warnings; mostRows: number; onChunk: (rows: number, octets: number) => void },
): Promise<TableCount> {
  const rows = new Rows(table, report.warnings, table.limited ? report.mostRows : Number.POSITIVE_INFINITY)
  const parser = new Parser({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: 0,
    on_record: (cells, info) => rows.take(cells, info),
    on_skip: (error) => rows.skip(error),
  })
  async function* chunks() {
    let [records, octets] = [0, 0]
    for await (const chunk of checkUtf8(file.chunks(), table.file)) {
      octets = rows.records === records ? octets + chunk.length : 0
      records = rows.records
      if (octets > LONGEST_ROW_OCTETS) throw rows.endless()
      yield chunk
      report.onChunk(rows.count.rows, chunk.length)
    }
  }
  await pipeline(chunks, parser.resume())
  return rows.end()
}

/** Tells csv-parse to keep nothing of a record: the table has taken it. */
const NOTHING = null

class Rows {
  readonly count: TableCount = { rows: 0, skipped: 0, bad: 0, firstBad: null }
  /** Records so far, of whatever kind. */
  records = 0
  #header: readonly string[] | null = null
  #take: ReturnType<Table['rows']> | null = null
  /** csv-parse takes a CRLF within quotes for two line ends. */
  #linesTooMany = 0
  #endLine = 0
  /** csv-parse complains of each such mark, so more than once of some rows. */
  #misquotedLine = 0

  constructor(
    readonly table: Table,
    readonly warnings: Warnings,
    readonly mostRows: number,
  ) {}

  take(cells: string[], info: InfoRecord): typeof NOTHING {
    const line = this.#startOf(cells, info.lines)
    this.records += 1
    this.#endLine = info.lines - this.#linesTooMany
    if (cells.every((cell) => cell === '' || cell.trim() === '')) return NOTHING
    if (this.#take === null) this.#readHeader(cells)
    else this.#judge(line, this.#shape(cells) ?? this.#take(cells, line))
    if (cells.length < (this.#header?.length ?? 0)) {
      this.#warn(line, { row: 'kept', message: `has ${this.#values(cells)}; the rest is taken as empty` })
    }
    return NOTHING
  }

  /** A record that csv-parse cannot split, for a quotation mark in the wrong place. */
  skip(error: CsvError | undefined): undefined {
    if (error?.code === 'CSV_QUOTE_NOT_CLOSED' || this.#header === null) throw this.endless()
    const line = error && 'lines' in error ? Number(error.lines) - this.#linesTooMany : this.#endLine + 1
    this.records += 1
    const isKnown = line === this.#misquotedLine
    this.#misquotedLine = line
    if (isKnown) return
    this.#endLine = line
    if (this.table.ids) this.table.ids.isComplete = false
    this.#judge(line, [{ row: 'bad', message: 'has a quotation mark in the wrong place' }])
  }

  /** A quotation mark that is not closed takes in all that follows, so nobody can say where the next row begins. */
  endless(): AbordoError {
    return new AbordoError(
      'bad-feed',
      `${this.table.file} has a row on line ${this.#endLine + 1} that does not end, as when a quotation mark is not closed; correct it and pack the feed again.`,
    )
  }

  #tooMany(): AbordoError {
    return new AbordoError(
      'bad-feed',
      `${this.table.file} has more than the ${this.mostRows} rows that are read; check that it is a table of a GTFS feed.`,
    )
  }

  /** What only the whole file shows. */
  end(): TableCount {
    if (this.#header === null) {
      throw new AbordoError('bad-feed', `${this.table.file} is empty; add its header and its rows.`)
    }
    for (const { line, complaint } of this.table.end?.() ?? []) {
      this.#warn(line, complaint)
      this.count.rows -= 1
      this.count.skipped += 1
    }
    return this.count
  }

  /** The line on which a record begins, given the one on which it ends. */
  #startOf(cells: readonly string[], endLine: number): number {
    let inside = 0
    for (const cell of cells) {
      if (!cell.includes('\n') && !cell.includes('\r')) continue
      inside += cell.split(/\r\n|\n|\r/).length - 1
      this.#linesTooMany += cell.split('\r\n').length - 1
    }
    return endLine - this.#linesTooMany - inside
  }

  #readHeader(cells: readonly string[]): void {
    const header = cells.map((cell) => cell.trim())
    const missing = this.table.required.filter((column) => !header.includes(column))
    if (missing.length > 0) {
      throw new AbordoError(
        'bad-feed',
        `${this.table.file} lacks the column ${missing.join(', ')}; add it and pack the feed again.`,
      )
    }
    const at: ColumnAt = (column) => header.indexOf(column)
    this.#header = header
    this.#take = this.table.rows(at)
  }

  /** More values than columns: a comma without quotes has moved the ones behind it. */
  #shape(cells: readonly string[]): readonly Complaint[] | null {
    const columns = this.#header?.length ?? 0
    if (cells.length <= columns || cells.slice(columns).every((cell) => cell.trim() === '')) return null
    if (this.table.ids) this.table.ids.isComplete = false
    return [{ row: 'bad', message: `has ${this.#values(cells)}; put quotation marks around text that holds a comma` }]
  }

  #values(cells: readonly string[]): string {
    return `${cells.length} values for ${this.#header?.length ?? 0} columns`
  }

  #judge(line: number, complaints: readonly Complaint[]): void {
    let worst: Complaint['row'] = 'kept'
    for (const complaint of complaints) {
      const warning = this.#warn(line, complaint)
      if (complaint.row === 'bad') this.count.firstBad ??= warning
      if (complaint.row === 'bad' || worst === 'kept') worst = complaint.row
    }
    if (worst === 'kept') this.count.rows += 1
    else this.count.skipped += 1
    if (this.count.rows > this.mostRows) throw this.#tooMany()
    if (worst === 'bad') this.count.bad += 1
  }

  #warn(line: number, { field, message }: Complaint): FeedWarning {
    const warning = { file: this.table.file, line, ...(field === undefined ? {} : { field }), message }
    this.warnings.add(warning)
    return warning
  }
}
