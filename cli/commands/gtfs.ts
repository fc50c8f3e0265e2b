import { Command } from 'commander'
import { readFleetConfig } from '../../fleet-api/config.ts'
import type { FeedSummary } from '../../fleet-api/gtfs/import.ts'

export function gtfsCommand(): Command {
  const importCommand = new Command('import')
    .description(
      'Import a GTFS feed (a ZIP, or a folder of .txt files). A feed that cannot be used leaves the old one in place.',
    )
    .argument('<feed>', 'path of the feed')
    .action(async (source: string) => {
      const { openFleet } = await import('../../fleet-api/main.ts')
      const { importFeed } = await import('../../fleet-api/gtfs/import.ts')
      const { db } = await openFleet(readFleetConfig(process.env))
      try {
        const summary = await importFeed({ source, db, now: Date.now(), onProgress: progressLine() })
        if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
        process.stdout.write(told(summary))
      } finally {
        await db.close()
      }
    })
  return new Command('gtfs').description("The city's network.").addCommand(importCommand)
}

/** One line that is written over on a terminal; a line a file elsewhere. */
function progressLine() {
  let lastFile = ''
  return ({ file, rows, octets, totalOctets }: { file: string; rows: number; octets: number; totalOctets: number }) => {
    const percent = totalOctets === 0 ? 100 : Math.floor((octets / totalOctets) * 100)
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${percent} %  ${file}  ${rows.toLocaleString('en')} rows`)
    else if (file !== lastFile) process.stderr.write(`${percent} %  ${file}\n`)
    lastFile = file
  }
}

/** What was imported, in words. */
function told(summary: FeedSummary): string {
  if (summary.unchanged) return 'This feed is the one in use already: nothing has changed.\n'
  const { added, changed, removed } = summary.routes
  const rows = Object.entries(summary.counts).map(
    ([file, count]) => `  ${file.padEnd(20)}${count.toLocaleString('en').padStart(9)}`,
  )
  const warnings = summary.warnings.map(
    ({ file, line, message }) => `  ${file}${line > 0 ? `:${line}` : ''}  ${message}`,
  )
  const hidden = summary.warningsTotal - summary.warnings.length
  return [
    `In use now: the feed of ${summary.agencies.map(({ agencyName }) => agencyName).join(', ')}`,
    `Service from ${date(summary.startDate)} to ${date(summary.endDate)}, time zone ${summary.timezone}`,
    `Routes: ${added.length} added, ${changed.length} changed, ${removed.length} no longer in the feed (their history stays)`,
    ...rows,
    ...(summary.warningsTotal > 0 ? [`Warnings: ${summary.warningsTotal}`, ...warnings] : []),
    ...(hidden > 0 ? [`  … and ${hidden} more of the same kinds`] : []),
    ...(summary.expired ? ['This feed has expired: ask the agency for a newer one. It is used all the same.'] : []),
    '',
  ].join('\n')
}

/** A GTFS date, YYYYMMDD, as people write it. */
function date(text: string | null): string {
  return text === null ? 'an unknown date' : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}
