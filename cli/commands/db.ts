import { Command } from 'commander'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { shownUrl } from '../database-url.ts'
import { dbBackupCommand } from './db-backup.ts'
import { dbCopyCommand } from './db-copy.ts'
import { dbRestoreCommand } from './db-restore.ts'

export function dbCommand(): Command {
  const migrate = new Command('migrate')
    .description("Bring the fleet's database up to date. The fleet does so too when it starts.")
    .action(async () => {
      const { databaseUrl } = readFleetConfig(process.env)
      const db = await openFleetDatabase(databaseUrl)
      await db.close()
      process.stdout.write(`${shownUrl(databaseUrl)} is up to date.\n`)
    })
  return new Command('db')
    .description("The fleet's database.")
    .addCommand(migrate)
    .addCommand(dbBackupCommand())
    .addCommand(dbRestoreCommand())
    .addCommand(dbCopyCommand())
}
