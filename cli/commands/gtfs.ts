import { createInterface } from 'node:readline/promises'
import { Command, InvalidArgumentError } from 'commander'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { By } from '../../fleet-api/audit.ts'
import { changesTold, feedTable, sourceTold, told } from './gtfs-told.ts'
import { onFleet } from './on-fleet.ts'

interface ImportFlags {
  check?: true
  stage?: true
  yes?: true
}

export function gtfsCommand(): Command {
  const importCommand = new Command('import')
    .description(
      'Import a GTFS feed (a ZIP, or a folder of .txt files). A feed that cannot be used leaves the old one in place.',
    )
    .argument('<feed>', 'path of the feed')
    .option('--check', 'only say what it holds and what would change')
    .option('--stage', 'do not put it in use: "abordo gtfs live" does')
    .option('--yes', 'do not ask, even where routes disappear')
    .action((source: string, flags: ImportFlags) => onFleet(({ db, by }) => importOne(db, by, source, flags)))
  const live = new Command('live')
    .description('Put a staged feed in use.')
    .argument('<feed-id>', 'its number, as "abordo gtfs list" shows it', number)
    .action((feedId: number) => onFleet(({ db, by }) => putLive(db, by, feedId)))
  const list = new Command('list')
    .description('The feeds that are, were or wait to be in use; and what came of the last fetch.')
    .action(() => onFleet(({ db, by }) => listAll(db, by.now)))
  return new Command('gtfs')
    .description("The city's network.")
    .addCommand(importCommand)
    .addCommand(live)
    .addCommand(list)
}

async function importOne(db: FleetDatabase, by: By, source: string, flags: ImportFlags): Promise<void> {
  if (flags.check && flags.stage) throw new AbordoError('bad-request', 'Say --check or --stage, not both.')
  const { examineFeed } = await import('../../fleet-api/gtfs/examine.ts')
  const { goLive, noteStaged, stageFeed } = await import('../../fleet-api/feeds.ts')
  const say = (text: string) => process.stdout.write(text)
  const examined = await examineFeed(db, { source, now: by.now, onProgress: progressLine() })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  if (examined.same) return void say(told(examined.summary, 'same'))
  if (flags.check) return void say(told(examined.summary, 'checked'))
  const feedId = await stageFeed(db, examined, by, { clock: Date.now })
  const { removed } = examined.summary.routes
  const wait = async () => {
    await noteStaged(db, feedId, examined, by)
    say(told(examined.summary, 'staged'))
    say(`Staged as feed ${feedId}: "abordo gtfs live ${feedId}" puts it in use.\n`)
  }
  if (flags.stage) return wait()
  if (process.stdin.isTTY && process.stdout.isTTY) {
    say(changesTold(examined.summary))
    if (removed.length > 0 && !flags.yes && !(await agreed('Put it in use all the same? [y/N] '))) return wait()
  } else if (removed.length > 0 && !flags.yes) {
    process.stderr.write(
      `The feed lacks ${removed.length} routes that are in use. Nobody can be asked here, so it goes live.\n`,
    )
  }
  await goLive(db, feedId, by, { action: 'feed import' })
  say(told(examined.summary, 'live'))
}

async function putLive(db: FleetDatabase, by: By, feedId: number): Promise<void> {
  const { goLive } = await import('../../fleet-api/feeds.ts')
  const { routes } = await goLive(db, feedId, by, { action: 'feed live' })
  const [added, changed, removed] = [routes.added.length, routes.changed.length, routes.removed.length]
  process.stdout.write(
    `Feed ${feedId} is in use. Routes: ${added} added, ${changed} changed, ${removed} no longer in the feed.\n`,
  )
}

async function listAll(db: FleetDatabase, now: number): Promise<void> {
  const { cityTimezone, listFeeds } = await import('../../fleet-api/queries/feeds.ts')
  const { feedSource, lastFetched } = await import('../../fleet-api/feed-source.ts')
  process.stdout.write(feedTable(await listFeeds(db, 30), await cityTimezone(db), now))
  process.stdout.write(sourceTold(await feedSource(db), await lastFetched(db)))
}

async function agreed(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(y|yes)$/i.test((await asking.question(question)).trim())
  } finally {
    asking.close()
  }
}

function number(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('write a number, as "abordo gtfs list" shows it')
  return Number(text)
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
