import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { AbordoError } from '../../contract/problem.ts'
import { migrationsFolder } from '../../db/fleet/open.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { pathOf, shownUrl } from '../database-url.ts'
import { progressLine } from './progress.ts'

export function dbRestoreCommand(): Command {
  return new Command('restore')
    .description("Put a backup in the place of the fleet's database (DATABASE_URL). Stop the fleet first.")
    .argument('<file>', 'what "abordo db backup" has made')
    .option('--replace', 'put aside the database that is there; it is kept beside the new one', false)
    .addHelpText(
      'after',
      `
The backup is checked before anything is changed: that it is whole, that this Abordo can read it, that the copy is the same.
What the fleet has acknowledged since the backup was made is gone: gateways keep only what is not yet acknowledged. Tokens,
users and gateways that were revoked since are valid again: revoke them again.`,
    )
    .action(async (given: string, { replace }: { replace: boolean }) => {
      const { databaseUrl } = readFleetConfig(process.env)
      const file = resolve(given)
      if (!databaseUrl.startsWith('file:'))
        throw new AbordoError(
          'bad-request',
          `PostgreSQL is restored by its own tools, into a database that is empty: pg_restore --no-owner --dbname="${shownUrl(databaseUrl)}" "${file}"`,
        )
      const path = resolve(pathOf(databaseUrl))
      if (!existsSync(file)) throw new AbordoError('not-found', `There is no file ${file}.`)
      if (file === path) throw new AbordoError('bad-request', `${file} is the fleet's database itself: name a backup.`)
      const { restoreFleet } = await import('../../db/fleet/restore.ts')
      const progress = progressLine('copied; then both are compared')
      const folder = migrationsFolder('migrations')
      try {
        const restored = await restoreFleet({
          from: file,
          to: path,
          replace,
          now: Date.now(),
          migrationsFolder: folder,
          onProgress: progress.tell,
        })
        process.stdout.write(
          `${path}: ${restored.tables} tables, ${restored.rows.toLocaleString('en')} rows, as in ${file}.\n`,
        )
        if (restored.aside !== null) process.stdout.write(`What was there is now ${restored.aside}\n`)
        if (!restored.asideIsClean)
          process.stderr.write(
            `It is damaged, and may hold the day's keys: delete it when you do not need it any more.\n`,
          )
      } finally {
        progress.end()
      }
    })
}
