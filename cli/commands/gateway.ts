import { Command, Option } from 'commander'
import { gatewayIdSchema, SITES } from '../../contract/enrolment.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { parsedBy } from '../parsed-by.ts'
import { enrolCommand } from './gateway-enrol.ts'

export function gatewayCommand(): Command {
  return new Command('gateway')
    .description('Gateways of the fleet.')
    .addCommand(addCommand())
    .addCommand(codeCommand())
    .addCommand(renewCommand())
    .addCommand(revokeCommand())
    .addCommand(enrolCommand())
}

function addCommand(): Command {
  return new Command('add')
    .description('Add a gateway to the fleet; prints its enrolment code, valid once, 7 days.')
    .argument('<id>', 'letters, digits, . _ -', parsedBy(gatewayIdSchema))
    .addOption(new Option('--site <site>', 'where it stands').choices(SITES).makeOptionMandatory())
    .option('--label <text>', "what people call it, such as the vehicle's number")
    .option('--route <route-id>', 'the GTFS route_id that it serves')
    .action((id: string, options: { site: (typeof SITES)[number]; label?: string; route?: string }) =>
      onFleet(async ({ addGatewayWithCode }, db) => {
        const { site, label = null, route: routeId = null } = options
        sayCode(await addGatewayWithCode(db, { gatewayId: id, site, label, routeId }, byCommandLine(Date.now())))
      }),
    )
}

/** The code alone on standard output, for scripts; what to do with it beside. */
function sayCode(code: string): void {
  process.stdout.write(`${code}\n`)
  process.stderr.write(`On the gateway: abordo gateway enrol --fleet https://YOUR-FLEET --code ${code}\n`)
}

function codeCommand(): Command {
  return new Command('code')
    .description('Make a new enrolment code for a gateway that is known, valid once, 7 days; codes made before die.')
    .argument('<id>', "the gateway's id", parsedBy(gatewayIdSchema))
    .action((id: string) =>
      onFleet(async ({ newCode }, db) => {
        sayCode((await newCode(db, id, byCommandLine(Date.now()))).code)
      }),
    )
}

function renewCommand(): Command {
  return new Command('renew')
    .description('Have a gateway renew its credential with its next report.')
    .argument('<id>', "the gateway's id", parsedBy(gatewayIdSchema))
    .action((id: string) =>
      onFleet(async ({ renewGateway }, db) => {
        await renewGateway(db, id, byCommandLine(Date.now()))
        process.stdout.write(`${id} renews its credential with its next report.\n`)
      }),
    )
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description("Take a gateway's credential and unused codes away, at once. Its history stays.")
    .argument('<id>', "the gateway's id", parsedBy(gatewayIdSchema))
    .action((id: string) =>
      onFleet(async ({ revokeGateway }, db) => {
        await revokeGateway(db, id, byCommandLine(Date.now()))
        process.stdout.write(`${id} is revoked. To let it in again: abordo gateway code ${id}\n`)
      }),
    )
}

/** Works on the fleet's database, which may be in use by a running fleet. */
async function onFleet(
  work: (gateways: typeof import('../../fleet-api/gateways.ts'), db: FleetDatabase) => Promise<void>,
): Promise<void> {
  const { openFleet } = await import('../../fleet-api/main.ts')
  const gateways = await import('../../fleet-api/gateways.ts')
  const { db } = await openFleet(readFleetConfig(process.env))
  try {
    await work(gateways, db)
  } finally {
    await db.close()
  }
}
