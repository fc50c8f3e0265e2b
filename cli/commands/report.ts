import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { monthOf } from '../month.ts'
import { whole } from '../whole.ts'
import { onFleet } from './on-fleet.ts'
import { exportCommand } from './report-export.ts'
import { verifyCommand } from './report-verify.ts'

interface Flags {
  format: 'csv' | 'json'
  out?: string
  revision?: number | null
}

export function reportCommand(): Command {
  return new Command('report')
    .description('The report of a month: what riders got, of the city, each kind of site and each route.')
    .argument('<month>', 'a month of the city, such as 2026-10', monthOf)
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .option('--out <file>', 'write it to a file, not to standard output')
    .option('--revision <n>', 'of a final month: an older revision', whole(0, 10_000))
    .action((month: string, flags: Flags) => onFleet(({ db, by }) => tell(db, month, flags, by.now)))
    .addCommand(exportCommand())
    .addCommand(verifyCommand())
}

type FleetDatabase = Parameters<Parameters<typeof onFleet>[0]>[0]['db']

async function tell(
  db: FleetDatabase,
  month: string,
  { format, out, revision = null }: Flags,
  now: number,
): Promise<void> {
  const { cityReport } = await import('../../fleet-api/report/city-report.ts')
  const { reportCsv } = await import('../../fleet-api/report/csv.ts')
  const report = await cityReport(db, { month }, now, revision)
  const text = format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportCsv(report)
  if (out === undefined) return void process.stdout.write(text)
  await writeFile(out, text)
  process.stdout.write(`${month}: ${out} (${report.state})\n`)
}
