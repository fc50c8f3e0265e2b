import { NO_BOUND, type Row } from './row.ts'

const WIDTHS = { row: 44, abordo: 62, bound: 44 } as const

/** The rows as a table of text; cells that are too long go on below. */
export function table(title: string, rows: readonly Row[]): string {
  const head = line([[title], ['Abordo'], ['bound'], ['holds']])
  const rule = '-'.repeat(WIDTHS.row + WIDTHS.abordo + WIDTHS.bound + 14)
  const body = rows.map(({ row, abordo, bound, holds }) =>
    line([
      wrap(row, WIDTHS.row),
      wrap(abordo, WIDTHS.abordo),
      wrap(bound, WIDTHS.bound),
      [holds === null || bound === NO_BOUND ? '–' : holds ? 'yes' : 'NO'],
    ]),
  )
  return [head, rule, ...body].join('\n')
}

function line(cells: string[][]): string {
  const widths = Object.values(WIDTHS)
  const height = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: height }, (_, index) =>
    cells
      .map((cell, column) => (cell[index] ?? '').padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  ).join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
