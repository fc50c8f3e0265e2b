import { Command } from 'commander'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'

export function dbCommand(): Command {
  const migrate = new Command('migrate')
    .description("Bring the fleet's database up to date. The fleet does so too when it starts.")
    .action(() => {
      const { databasePath } = readFleetConfig(process.env)
      openFleetDatabase(databasePath).$client.close()
      process.stdout.write(`${databasePath} is up to date.\n`)
    })
  return new Command('db').description("The fleet's database.").addCommand(migrate)
}
