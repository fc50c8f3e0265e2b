import { Command } from 'commander'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { dashboardDir } from '../assets.ts'
import { logTo, untilStopped } from '../log.ts'

export function fleetCommand(): Command {
  return new Command('fleet')
    .description('Serve the fleet API and the dashboard.')
    .addHelpText(
      'after',
      `
Settings (environment):
  DATABASE_URL      file:./data/fleet.db
  FLEET_HOST        0.0.0.0
  FLEET_PORT        8080
  FLEET_PUBLIC_URL  the address that people open, such as https://fleet.example.mx`,
    )
    .action(async () => {
      const log = logTo((line) => process.stderr.write(line), 'fleet')
      const stopped = untilStopped()
      const { startFleet } = await import('../../fleet-api/main.ts')
      const fleet = await startFleet({ config: readFleetConfig(process.env), log, dashboardDir: dashboardDir() })
      log(`serving on port ${fleet.port}`)
      await stopped
      log('stopping')
      await fleet.close()
    })
}
