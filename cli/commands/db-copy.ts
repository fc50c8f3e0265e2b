import { Command } from 'commander'
import { AbordoError } from '../../contract/problem.ts'
import type { Copied, CopyProgress } from '../../db/fleet/copy.ts'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { databaseUrl, mustBeThere, shownUrl } from '../database-url.ts'

export function dbCopyCommand(): Command {
  return new Command('copy')
    .description("Copy a fleet's whole database into an empty one, and compare the two to the last octet.")
    .requiredOption('--from <url>', 'the database that there is', databaseUrl)
    .requiredOption('--to <url>', 'an empty one', databaseUrl)
    .addHelpText(
      'after',
      `
A database is a file (file:./data/fleet.db) or a PostgreSQL server's (postgres://USER@HOST/NAME); give a password
in PGPASSWORD, not here: others can read a command line. Stop the fleet first. A copy that was interrupted goes on
where it was when it is started again; until it is complete, no fleet starts on it.`,
    )
    .action(async ({ from, to }: { from: string; to: string }) => {
      const [source, target] = [shownUrl(from), shownUrl(to)]
      if (source === target) throw new AbordoError('bad-request', 'Both are the same database: name another one.')
      mustBeThere(from)
      const { copyFleet } = await import('../../db/fleet/copy.ts')
      const fromDb = await openFleetDatabase(from)
      try {
        const toDb = await openFleetDatabase(to)
        try {
          const copied = await copyFleet({ from: fromDb, to: toDb, source, onProgress: progressLine() })
          if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
          process.stdout.write(compared(copied, source, target))
          if (copied.verdict !== 'same') process.exitCode = 1
          else process.stdout.write(`To use it: DATABASE_URL=${target}\n`)
          process.stderr.write(verdictOf(copied, source, target))
        } finally {
          await toDb.close()
        }
      } finally {
        await fromDb.close()
      }
    })
}

/** One line that is written over on a terminal; a line a table elsewhere. */
function progressLine(): (at: CopyProgress) => void {
  let lastTable = ''
  let first: { rows: number; ms: number } | null = null
  return ({ step, table, rows, tableRows, allRows, total }) => {
    first ??= step === 'copying' ? { rows: allRows, ms: performance.now() } : null
    const seconds = (performance.now() - (first?.ms ?? 0)) / 1000
    const rate = first && seconds > 0.5 ? `  ${figure((allRows - first.rows) / seconds)} rows/s` : ''
    const percent = total === 0 ? 100 : Math.floor((allRows / total) * 100)
    const line = {
      'adding-up': 'adding up what there is …',
      copying: `${percent} %  ${table}  ${figure(rows)} of ${figure(tableRows)} rows${rate}`,
      comparing: 'comparing both sides …',
    }[step]
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
    else if (step !== 'copying' || (table !== lastTable && rows === tableRows)) process.stderr.write(`${line}\n`)
    if (rows === tableRows) lastTable = table
  }
}

/** Every count and sum on both sides. */
function compared({ tables, changedTexts }: Copied, source: string, target: string): string {
  const rows = tables.flatMap(({ name, from, to }) =>
    [...new Set([...from.keys(), ...to.keys()])].map((column) => {
      const [here, there] = [from.get(column) ?? 0n, to.get(column) ?? 0n]
      return [`${name}.${column}`, figure(here), figure(there), here === there ? '' : 'DIFFERENT'] as const
    }),
  )
  const wide = [0, 1, 2].map((at) => Math.max(8, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = ([name, here, there, mark]: readonly [string, string, string, string]) =>
    `${name.padEnd(wide[0] ?? 0)}  ${here.padStart(wide[1] ?? 0)}  ${there.padStart(wide[2] ?? 0)}  ${mark}`.trimEnd()
  const nuls =
    changedTexts === 0
      ? []
      : [
          `${figure(changedTexts)} texts held NUL characters, which PostgreSQL cannot hold: each NUL is now a SUBSTITUTE (U+001A).`,
        ]
  return [
    `Counts of rows, sums of numbers, octets of text. From ${source}, to ${target}:`,
    line(['', 'from', 'to', '']),
    ...rows.map(line),
    ...nuls,
    '',
  ].join('\n')
}

function verdictOf({ verdict, tables }: Copied, source: string, target: string): string {
  if (verdict === 'same') {
    const rows = tables.reduce((sum, { to }) => sum + (to.get('rows') ?? 0n), 0n)
    return `Copied: ${tables.length} tables, ${figure(rows)} rows, the same on both sides.\n`
  }
  return verdict === 'written-to'
    ? `abordo: ${source} was written to while it was copied, by a fleet that still runs: stop it, and copy into an empty database.\n`
    : `abordo: ${target} does not hold what was copied: somebody has changed it. Copy into an empty database.\n`
}

function figure(number: number | bigint): string {
  return (typeof number === 'number' ? Math.round(number) : number).toLocaleString('en')
}
