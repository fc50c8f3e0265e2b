import { Command } from 'commander'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { dashboardDir } from '../assets.ts'
import { untilStopped } from '../log.ts'

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
  FLEET_PUBLIC_URL  the address that people open, such as https://fleet.example.mx
  FLEET_TRUSTED_PROXY
                    your own reverse proxies' addresses, by commas: their X-Forwarded-For is believed
  SMTP_URL          the mail server that sends alerts, such as smtp://user:password@mail.example.mx:587
  SMTP_FROM         who they come from, such as "Abordo <abordo@example.mx>"

The certificate of the riders' portal, which every gateway is given (ACME, proved by a record in DNS):
  FLEET_PORTAL_HOSTNAME
                    the portal's host name, such as wifi.example.mx
  FLEET_ACME_DNS    how the record _acme-challenge.HOSTNAME gets into the zone:
                    rfc2136://ns1.example.mx:53/example.mx?key=abordo&secret-file=/etc/abordo/tsig&algorithm=hmac-sha256
                    or command:/path/to/hook, called with "add NAME VALUE" and "remove NAME VALUE"
  FLEET_ACME_EMAIL  who the CA may write to
  FLEET_ACME_DIRECTORY
                    Let's Encrypt's; another CA's ACME directory
  FLEET_ACME_CA     a PEM file, where that CA is a private one
  FLEET_ACME_NAME_SERVERS
                    addresses of the zone's name servers, by commas; those that DNS names`,
    )
    .action(async () => {
      const config = readFleetConfig(process.env)
      const stopped = untilStopped()
      const { createJsonLog } = await import('../../fleet-api/log.ts')
      const { startFleet } = await import('../../fleet-api/main.ts')
      const { log, onRequest } = createJsonLog(process.stderr)
      const fleet = await startFleet({ config, log, onRequest, dashboardDir: dashboardDir() })
      log(`serving on port ${fleet.port}`)
      await stopped
      log('stopping')
      await fleet.close()
      log('stopped')
    })
}
