import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { onFleet } from './on-fleet.ts'

export function tidesCommand(): Command {
  const exportCommand = new Command('export')
    .description('Export the vehicle locations and trips of a day as TIDES 1.0 (CSV files with a datapackage.json).')
    .argument('<date>', 'a day of the city, such as 2026-11-24', dateOf)
    .requiredOption('--out <path>', 'a folder, or a file whose name ends in .zip')
    .action((date: string, { out }: { out: string }) =>
      onFleet(async ({ db }) => {
        const { tidesDay } = await import('../../fleet-api/tides/day.ts')
        const { writeFolder, zipOf } = await import('../../fleet-api/tides/write.ts')
        const breathe = async () => undefined
        const day = await tidesDay(db, date, { now: Date.now(), breathe, onProgress: progressLine() })
        if (out.toLowerCase().endsWith('.zip')) await pipeline(zipOf(day), createWriteStream(out))
        else await writeFolder(day, out)
        if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
        const { completeness, provisional } = day.package
        const complete =
          completeness === null ? 'no reports were due' : `${(completeness * 100).toFixed(1)} % of reports`
        process.stdout.write(`${date}: ${out} (${complete}${provisional ? '; late ones may still come' : ''})\n`)
      }),
    )
  return new Command('tides').description('Operations data for other systems.').addCommand(exportCommand)
}

function dateOf(text: string): string {
  const read = z.iso.date().safeParse(text)
  if (read.success) return read.data
  throw new InvalidArgumentError('write a date such as 2026-11-24')
}

/** One line that is written over on a terminal; a line for every tenth elsewhere. */
function progressLine() {
  let told = 0
  return (done: number, total: number) => {
    const percent = Math.floor((done / total) * 100)
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${percent} %  ${done} of ${total} gateways`)
    else if (percent >= told + 10 || done === total) {
      told = percent
      process.stderr.write(`${percent} %  ${done} of ${total} gateways\n`)
    }
  }
}
