import { Command, InvalidArgumentError } from 'commander'
import { enrolmentCodeSchema } from '../../contract/enrolment.ts'
import { readPortalConfig } from '../../portal/config.ts'
import { enrol, writeEnrolment } from '../../portal/enrolment.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { parsedBy } from '../parsed-by.ts'

export function enrolCommand(): Command {
  return new Command('enrol')
    .description('Enrol this gateway with its fleet, by a one-time code.')
    .requiredOption(
      '--fleet <url>',
      "the fleet's address; PORTAL_FLEET_URL, if not said",
      fleetUrl,
      process.env.PORTAL_FLEET_URL,
    )
    .requiredOption('--code <code>', 'the code that "abordo gateway add" printed', parsedBy(enrolmentCodeSchema))
    .action(async ({ fleet, code }: { fleet: string; code: string }) => {
      const { dataDir } = readPortalConfig({ ...process.env, PORTAL_ENFORCEMENT: 'none' })
      const { gatewayId, credential } = await enrol(fleet, code, SOFTWARE)
      writeEnrolment(dataDir, { gatewayId, credential, fleetUrl: fleet })
      process.stdout.write(`This gateway is ${gatewayId}. Its portal reports from its next start on.\n`)
    })
}

export function fleetUrl(text: string): string {
  if (!/^https?:\/\/[^/]+/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('write an address such as https://fleet.example.mx')
  return text.replace(/\/+$/, '')
}
