import { Command } from 'commander'
import { checkCommand } from './commands/check.ts'
import { firewallCommand } from './commands/firewall.ts'
import { enrolCommand } from './commands/gateway-enrol.ts'
import { portalCommand } from './commands/portal.ts'
import { setupCommand } from './commands/setup.ts'
import { upgradeCommand } from './commands/upgrade.ts'

// The commands of a gateway's package: nothing of the fleet, so that none of its libraries take up a gateway's disk.
export const commands = [
  setupCommand(),
  new Command('gateway').description('This gateway in its fleet.').addCommand(enrolCommand()),
  portalCommand(),
  checkCommand(),
  firewallCommand(),
  upgradeCommand(),
]
export const hidden = []
