import { Command } from 'commander'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { openFleet } from '../../fleet-api/main.ts'

export function gtfsCommand(): Command {
  const importCommand = new Command('import')
    .description(
      'Import a GTFS feed (a ZIP, or a folder of .txt files). A feed that cannot be used leaves the old one in place.',
    )
    .argument('<feed>', 'path of the feed')
    .action(async (source: string) => {
      const { db } = await openFleet(readFleetConfig(process.env))
      const now = Date.now()
      try {
        const summary = await importFeed({ source, db, now, onProgress: progressLine() })
        process.stderr.write(process.stderr.isTTY ? '\r\x1b[K' : '')
        process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
      } finally {
        db.$client.close()
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
