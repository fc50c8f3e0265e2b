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
    .option('--no-minutes', 'of a month: leave out the minutes that are still kept, which are many')
    .action(async (what: string, options: Options) => {
      const isEqual = /^\d{4}-(0[1-9]|1[0-2])$/.test(what) ? await verifyMonth(what, options) : await verifyFile(what)
      if (!isEqual) process.exitCode = 1
    })
}

interface Options {
  revision?: number | null
  minutes: boolean
}

async function verifyMonth(month: string, { revision = null, minutes }: Options): Promise<boolean> {
  const telling = findingsTold()
  await onFleet(async ({ db, by }) => {
    const { databaseSource } = await import('../../fleet-api/report/archive/database-source.ts')
    const { verifyDatabase } = await import('../../fleet-api/report/archive/verify-database.ts')
    const { checkMinutes } = await import('../../fleet-api/report/archive/check-minutes.ts')
    const hours = progressLine('of the hours')
    // In one moment: reports come in meanwhile.
    await db.snapshot(async (reads) => {
      const source = await databaseSource(reads, month, { revision, onProgress: hours.tell })
      telling.begin(source.report)
      for await (const finding of verifyDatabase(reads, source)) {
        hours.end()
        telling.tell(finding)
      }
    })
    if (!minutes) return
    const gateways = progressLine('of the gateways’ minutes')
    const finding = await checkMinutes(db, { now: by.now, onProgress: gateways.tell })
    gateways.end()
    telling.tell(finding)
  })
  return telling.end()
}

async function verifyFile(path: string): Promise<boolean> {
  const { openArchive } = await import('../../fleet-api/report/archive/read.ts')
  const { findingsOf, verifyArchive } = await import('../../fleet-api/report/archive/verify.ts')
  const telling = findingsTold()
  const hours = progressLine('of the hours')
  const archive = await openArchive(path, hours.tell)
  try {
    telling.begin(await archive.report())
    for await (const finding of findingsOf(verifyArchive(archive))) {
      hours.end()
      telling.tell(finding)
    }
  } finally {
    archive.close()
  }
  return telling.end()
}

function findingsTold() {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  let checks = 0
  let unequal = 0
  return {
    begin(report: CityReport | null) {
      if (report !== null)
        say(`The report of ${report.month}, revision ${report.revision}, digest ${report.inputsDigest}`)
    },
    tell({ check, wrong, notes }: Finding) {
      checks += 1
      if (wrong.length > 0) unequal += 1
      say(`${wrong.length === 0 ? 'equal    ' : 'NOT EQUAL'}  ${check}`)
      const more = wrong.length > MOST_TOLD ? [`and ${wrong.length - MOST_TOLD} more`] : []
      for (const line of [...wrong.slice(0, MOST_TOLD), ...more, ...notes]) say(`             ${line}`)
    },
    /** Whether all was equal. */
    end(): boolean {
      say(unequal === 0 ? 'Equal.' : `Not equal: ${unequal} of ${checks} checks.`)
      return unequal === 0
    },
  }
}
