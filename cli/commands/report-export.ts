import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError } from 'commander'
import { monthOf } from '../month.ts'
import { whole } from '../whole.ts'
import { onFleet } from './on-fleet.ts'
import { progressLine } from './progress.ts'

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'Export a final report with all that it takes to work it out again, for an auditor. Exact, so not to be published; nothing personal.',
    )
    .argument('<month>', 'a month that is final, such as 2026-10', monthOf)
    .requiredOption('--out <file>', 'a file whose name ends in .zip', zipName)
    .option('--revision <n>', 'an older revision', whole(0, 10_000))
    .action((month: string, { out, revision = null }: { out: string; revision?: number | null }) =>
      onFleet(({ db }) =>
        db.snapshot(async (reads) => {
          const { databaseSource } = await import('../../fleet-api/report/archive/database-source.ts')
          const { archiveOf } = await import('../../fleet-api/report/archive/write.ts')
          const progress = progressLine('of the hours')
          const source = await databaseSource(reads, month, { revision, onProgress: progress.tell })
          try {
            await pipeline(archiveOf(source), createWriteStream(out))
          } catch (error) {
            // Half an archive is none.
            await rm(out, { force: true })
            throw error
          } finally {
            progress.end()
          }
          const digest = `digest ${source.report.inputsDigest}`
          process.stdout.write(`${month}, revision ${source.report.revision}: ${out} (${digest})\n`)
        }),
      ),
    )
}

function zipName(text: string): string {
  if (text.toLowerCase().endsWith('.zip')) return text
  throw new InvalidArgumentError('name a file that ends in .zip')
}
