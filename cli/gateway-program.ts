import { Command } from 'commander'
import { checkCommand } from './commands/check.ts'
import { firewallCommand } from './commands/firewall.ts'
import { enrolCommand } from './commands/gateway-enrol.ts'
import { portalCommand } from './commands/portal.ts'
import { setupCommand } from './commands/setup.ts'
import { upgradeCommand } from './commands/upgrade.ts'
import { runCommands } from './run.ts'

// The `abordo` command as a gateway's package has it: nothing of the fleet, so that none of its libraries take up a gateway's disk.
await runCommands([
  setupCommand(),
  new Command('gateway').description('This gateway in its fleet.').addCommand(enrolCommand()),
  portalCommand(),
  checkCommand(),
  firewallCommand(),
  upgradeCommand(),
])
