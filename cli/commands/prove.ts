import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { AbordoError } from '../../contract/problem.ts'
import { databaseUrl } from '../database-url.ts'
import { SWITCHES, type Switch } from '../prove/messages.ts'
import { whole } from '../whole.ts'

interface Options {
  gateways: number
  hours: number
  seed: string
  without?: Switch
  dir?: string
  database?: string
  quiet?: boolean
}

export function proveCommand(): Command {
  return new Command('prove')
    .description('Prove that nothing is lost and nothing counted twice, whatever breaks; exits 1 on any difference.')
    .option('--gateways <n>', 'how many simulated gateways', whole(1, 100), 6)
    .option('--hours <n>', 'how long they live', whole(1, 240), 6)
    .option('--seed <seed>', 'what goes wrong', '1')
    .option('--dir <folder>', 'keep all databases in this folder, which is emptied first')
    .option(
      '--database <url>',
      'the fleet keeps its reports here, in an empty database; without it, in a file',
      databaseUrl,
    )
    .option('--quiet', 'say the result only')
    .addOption(
      new Option('--without <part>', 'switch a part of the promise off, to see the proof fail').choices(SWITCHES),
    )
    .action(async ({ dir, quiet, without, database, ...options }: Options) => {
      if (without === 'unique-key' && database?.startsWith('postgres'))
        throw new AbordoError('bad-request', 'Only SQLite can do without its unique key: leave --database out.')
      const { prove } = await import('../prove/prove.ts')
      const { told } = await import('../prove/told.ts')
      const dataDir = dir ?? mkdtempSync(join(tmpdir(), 'abordo-prove-'))
      const say = (line: string) => void process.stdout.write(`${line}\n`)
      try {
        const proof = await prove({
          ...options,
          without: without ?? null,
          databaseUrl: database ?? null,
          program: process.argv[1] ?? '',
          dataDir,
          say: quiet ? () => undefined : say,
        })
        for (const line of told(proof, options.seed)) say(line)
        if (proof.differences.length > 0) process.exitCode = 1
      } finally {
        if (dir === undefined) rmSync(dataDir, { recursive: true, force: true })
      }
    })
}

/** The processes of a proof; not for people. */
export function provePartCommand(): Command {
  return new Command('prove-part')
    .addArgument(new Argument('<part>').choices(['fleet', 'gateways']))
    .argument('[more...]')
    .action(async (part: 'fleet' | 'gateways', more: string[]) => {
      const without = (more.find((word) => (SWITCHES as readonly string[]).includes(word)) ?? null) as Switch | null
      if (part === 'fleet') {
        const { runFleet } = await import('../prove/fleet-process.ts')
        await runFleet(more[0] ?? '', without)
      } else {
        const { runGateways } = await import('../prove/gateways-process.ts')
        await runGateways(without)
      }
    })
}
