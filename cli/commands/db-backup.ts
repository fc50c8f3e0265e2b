import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import { AbordoError } from '../../contract/problem.ts'
import type { FileCopied } from '../../db/fleet/file-copy.ts'
import { migrationsFolder } from '../../db/fleet/open.ts'
import { troubleOf } from '../../db/trouble.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { mustBeThere, pathOf, shownUrl } from '../database-url.ts'
import { whole } from '../whole.ts'
import { progressLine } from './progress.ts'

export function dbBackupCommand(): Command {
  return new Command('backup')
    .description("Back up the fleet's database (DATABASE_URL) while the fleet goes on, and check the copy.")
    .argument('<path>', 'a file that is not there yet; with --keep a folder')
    .option('--keep <n>', 'name the file after the time, and keep the newest so many in the folder', whole(1, 10_000))
    .addHelpText(
      'after',
      `
The copy is of one moment; nothing that the fleet had acknowledged before is missing. It is compared with the source, by
SQLite's integrity check and by counts and sums of all its tables. Left out are the open days' sketches of devices, who has
accepted today, and the keys of both. What stays in it (passwords' hashes, the certificate's key) is for nobody else: keep it
as you keep a key, and on another machine. "abordo db restore FILE" puts it in use.`,
    )
    .action(async (given: string, { keep }: { keep?: number }) => {
      const { databaseUrl } = readFleetConfig(process.env)
      const path = resolve(given)
      if (!databaseUrl.startsWith('file:')) throw new AbordoError('bad-request', usePgDump(databaseUrl, path, keep))
      mustBeThere(databaseUrl)
      refuseUnfit(path, keep)
      const { backUp, backUpInto } = await import('../../db/fleet/backup.ts')
      const stopping = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => stopping.abort(new AbordoError('unavailable', 'Stopped: there is no new backup.')))
      const progress = progressLine('copied; then both are compared')
      const options = {
        from: resolve(pathOf(databaseUrl)),
        migrationsFolder: migrationsFolder('migrations'),
        onProgress: progress.tell,
        signal: stopping.signal,
      }
      try {
        if (keep === undefined) say(path, await backUp(path, options))
        else {
          const made = await backUpInto(path, { ...options, keep, now: Date.now() })
          say(made.path, made)
          if (made.removed > 0) process.stdout.write(`Removed: the oldest ${made.removed}.\n`)
        }
      } catch (error) {
        throw troubleOf(error) === 'full' ? noRoom(path) : error
      } finally {
        progress.end()
      }
    })
}

/** What may not be overwritten, or is not there. */
function refuseUnfit(path: string, keep: number | undefined): void {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (keep !== undefined) {
    if (!isFolder) throw new AbordoError('not-found', `There is no folder ${path}: make it, for backups alone.`)
    return
  }
  if (isFolder) throw new AbordoError('bad-request', `${path} is a folder: name a file in it, or add --keep 14.`)
  if (existsSync(path)) throw new AbordoError('bad-request', `${path} is there already: name another file.`)
  if (!existsSync(dirname(path))) throw new AbordoError('not-found', `There is no folder ${dirname(path)}: make it.`)
}

function say(path: string, { tables, rows, octets }: FileCopied): void {
  const megabytes = (octets / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })
  process.stdout.write(
    `${path}: ${tables} tables, ${rows.toLocaleString('en')} rows, ${megabytes} MB, sound and the same as the fleet's database.\n`,
  )
}

function noRoom(path: string): AbordoError {
  return new AbordoError(
    'unavailable',
    `There is no room for the backup on the disk of ${path}: make room, or use another disk.`,
  )
}

/** PostgreSQL has its own way, which knows what we do not: WAL, replicas, roles. */
function usePgDump(databaseUrl: string, path: string, keep: number | undefined): string {
  const file = keep === undefined ? path : `${path}/abordo-$(date -u +%FT%H%M%SZ).dump`
  const without = ['device_sketch', 'roaming_day', 'roaming_part']
    .map((name) => `--exclude-table-data=${name}`)
    .join(' ')
  return `PostgreSQL is backed up by its own tools: pg_dump --format=custom ${without} --file="${file}" "${shownUrl(databaseUrl)}"`
}
