import { Command } from 'commander'
import type { CityReport } from '../../contract/city-report.ts'
import type { Finding } from '../../fleet-api/report/archive/source.ts'
import { whole } from '../whole.ts'
import { onFleet } from './on-fleet.ts'
import { progressLine } from './progress.ts'

/** So much of what is wrong is told of each check; the rest is counted. */
const MOST_TOLD = 10

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Work a final report out again from the archived hours, and say that it is equal, or where it is not. An exported archive takes no database. Exits 0 (equal) or 1 (not equal).',
    )
    .argument('<what>', 'a month such as 2026-10, by the database; or the file of an archive')
    .option('--revision <n>', 'of a month: an older revision', whole(0, 10_000))
    .action(async (what: string, { revision = null }: { revision?: number | null }) => {
      const isEqual = /^\d{4}-(0[1-9]|1[0-2])$/.test(what) ? await verifyMonth(what, revision) : await verifyFile(what)
      if (!isEqual) process.exitCode = 1
    })
}

async function verifyMonth(month: string, revision: number | null): Promise<boolean> {
  let isEqual = false
  await onFleet(({ db }) =>
    db.snapshot(async (reads) => {
      const { databaseSource } = await import('../../fleet-api/report/archive/database-source.ts')
      const { verifyDatabase } = await import('../../fleet-api/report/archive/verify-database.ts')
      const progress = progressLine('of the hours')
      const source = await databaseSource(reads, month, { revision, onProgress: progress.tell })
      isEqual = await tellAll(source.report, verifyDatabase(reads, source), progress.end)
    }),
  )
  return isEqual
}

async function verifyFile(path: string): Promise<boolean> {
  const { openArchive } = await import('../../fleet-api/report/archive/read.ts')
  const { findingsOf, verifyArchive } = await import('../../fleet-api/report/archive/verify.ts')
  const archive = await openArchive(path)
  try {
    return await tellAll(await archive.report(), findingsOf(verifyArchive(archive)))
  } finally {
    archive.close()
  }
}

async function tellAll(
  report: CityReport | null,
  findings: AsyncIterable<Finding>,
  before: () => void = () => undefined,
): Promise<boolean> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (report !== null) say(`The report of ${report.month}, revision ${report.revision}, digest ${report.inputsDigest}`)
  let checks = 0
  let unequal = 0
  for await (const { check, wrong, notes } of findings) {
    before()
    checks += 1
    if (wrong.length > 0) unequal += 1
    say(`${wrong.length === 0 ? 'equal    ' : 'NOT EQUAL'}  ${check}`)
    const more = wrong.length > MOST_TOLD ? [`and ${wrong.length - MOST_TOLD} more`] : []
    for (const line of [...wrong.slice(0, MOST_TOLD), ...more, ...notes]) say(`             ${line}`)
  }
  say(unequal === 0 ? 'Equal.' : `Not equal: ${unequal} of ${checks} checks.`)
  return unequal === 0
}
