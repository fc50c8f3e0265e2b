import { AbordoError } from '../../contract/problem.ts'
import { decimalMarkOf, numberOf } from './numbers.ts'
import { type BadLine, badLines, type CsvTable, readCsv } from './read-csv.ts'
import { simProblem } from './sim-name.ts'

export interface BillLine {
  sim: string
  octets: number
  /** Null: the bill does not say. */
  amountCents: number | null
}

/** What a column's amounts are in. */
const UNITS: Record<string, number> = {
  octets: 1,
  bytes: 1,
  mb: 1_000_000,
  gb: 1_000_000_000,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/**
 * A carrier's bill (contract/bills.ts). All of it or none: a bill without some of its lines would show a difference that there is not.
 * Throws AbordoError (bad-csv), which names every line that is wrong.
 */
export function readBill(csv: string): BillLine[] {
  const table = readCsv(csv)
  const unit = unitOf(table)
  const hasAmount = table.columns.includes('amount')
  const bad: BadLine[] = [...table.bad]
  // Each column for itself: what a carrier's octets look like says nothing of its money.
  const mark = markOf(table, unit)
  const amountMark = markOf(table, 'amount') ?? mark
  const sums = new Map<string, BillLine>()
  for (const { line, cells } of table.rows) {
    const sim = cells.sim ?? ''
    const octets = numberOf(cells[unit] ?? '', mark)
    const amount = !hasAmount || cells.amount === '' ? null : numberOf(cells.amount ?? '', amountMark)
    const wrong = [
      simProblem(sim),
      quantityProblem(unit, cells[unit] ?? '', octets),
      hasAmount && cells.amount !== '' && (amount === null || Math.abs(amount) > 1e12)
        ? `has “${told(cells.amount ?? '')}” for amount: write a number such as 1234.50`
        : null,
    ].filter((one) => one !== null)
    bad.push(...wrong.map((message) => ({ line, message })))
    if (wrong.length > 0 || octets === null) continue
    const before = sums.get(sim)
    const cents = amount === null ? null : Math.round(amount * 100)
    sums.set(sim, {
      sim,
      octets: (before?.octets ?? 0) + Math.round(octets * (UNITS[unit] ?? 1)),
      amountCents: cents === null ? (before?.amountCents ?? null) : (before?.amountCents ?? 0) + cents,
    })
  }
  if (bad.length > 0) throw badLines(bad)
  if (sums.size === 0)
    throw new AbordoError('bad-csv', 'The file has a heading and no lines: there is nothing to save.')
  return [...sums.values()]
}

function unitOf({ columns }: CsvTable): string {
  const units = columns.filter((name) => Object.hasOwn(UNITS, name))
  const [unit] = units
  if (columns.includes('sim') && unit !== undefined && units.length === 1) return unit
  const wanted = 'name the columns on the first line: sim; one of octets, mb, gb, mib or gib; and amount, if it has one'
  throw new AbordoError('bad-csv', `The heading is “${told(columns.join(', '))}”: ${wanted}.`)
}

const markOf = ({ rows }: CsvTable, column: string) => decimalMarkOf(rows.map(({ cells }) => cells[column] ?? ''))

/** No SIM carries a petabyte in a month. */
const MOST_OCTETS = 1e15

function quantityProblem(unit: string, text: string, value: number | null): string | null {
  const wrong = `has “${told(text)}” for ${unit}: write`
  if (value === null)
    return `${wrong} a number such as ${unit === 'octets' ? '1234567' : '1234.5'}, without parted thousands`
  if (value < 0) return `${wrong} a number that is not below zero`
  if ((unit === 'octets' || unit === 'bytes') && !Number.isInteger(value)) return `${wrong} a whole number`
  return value * (UNITS[unit] ?? 1) > MOST_OCTETS ? `${wrong} less than a petabyte` : null
}

const told = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
