import { type Info, parse } from 'csv-parse/sync'
import { AbordoError } from '../../contract/problem.ts'

/** A row of a CSV file: the line on which it begins, and its cells by what the heading calls them, trimmed. */
export interface CsvRow {
  line: number
  cells: Record<string, string>
}
export interface BadLine {
  line: number
  /** What is wrong with it and what to write: "octets: write a whole number, not “12x”". */
  message: string
}
export interface CsvTable {
  delimiter: ',' | ';'
  columns: readonly string[]
  rows: CsvRow[]
  bad: BadLine[]
}

/** Lines of a file that are named at most: whoever has more has the wrong file. */
const MOST_NAMED = 20

/**
 * Reads CSV as people's programs write it: with or without a byte order mark, parted by commas or semicolons, quoted or not, lines
 * ended by any of the three systems. Column names count in small letters. Throws AbordoError (bad-csv): no heading, or no end.
 */
export function readCsv(text: string): CsvTable {
  const [heading = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r\n|\n|\r/, 1)
  const delimiter = heading.split(';').length > heading.split(',').length ? ';' : ','
  const records = recordsOf(text, delimiter)
  const [first, ...others] = records
  if (!first) throw new AbordoError('bad-csv', 'The file is empty: the first line names the columns.')
  const columns = first.record.map((name) => name.trim().toLowerCase())
  const rows: CsvRow[] = []
  const bad: BadLine[] = []
  for (const { record, line } of others) {
    if (record.slice(columns.length).some((cell) => cell.trim() !== '')) {
      bad.push({
        line,
        message: `has ${record.length} values for ${columns.length} columns: put quotation marks around what holds a “${delimiter}”`,
      })
      continue
    }
    rows.push({ line, cells: Object.fromEntries(columns.map((name, at) => [name, record[at]?.trim() ?? ''])) })
  }
  return { delimiter, columns, rows, bad }
}

function recordsOf(text: string, delimiter: string): { record: string[]; line: number }[] {
  try {
    const found = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as { record: string[]; info: Info }[]
    return found
      .map(({ record, info }) => ({ record, line: info.lines - linesWithin(record) }))
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    throw badLines([{ line, message: 'has a quotation mark in the wrong place' }])
  }
}

/** A record is told by the line on which it ends. */
const linesWithin = (record: readonly string[]) =>
  record.reduce((sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1, 0)

/** The error that names lines, so that all of them can be mended at once. */
export function badLines(lines: readonly BadLine[]): AbordoError {
  const inOrder = [...lines].sort((a, b) => a.line - b.line)
  const named = inOrder.slice(0, MOST_NAMED).map(({ line, message }) => `line ${line} ${message}`)
  const more = inOrder.length > MOST_NAMED ? `; and ${inOrder.length - MOST_NAMED} lines more` : ''
  return new AbordoError(
    'bad-csv',
    `Nothing was saved. Correct the file and send it again: ${named.join('; ')}${more}.`,
  )
}
