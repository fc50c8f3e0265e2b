import { channelCommand } from './commands/channel.ts'
import { checkCommand } from './commands/check.ts'
import { dbCommand } from './commands/db.ts'
import { demoCommand } from './commands/demo.ts'
import { firewallCommand } from './commands/firewall.ts'
import { fleetCommand } from './commands/fleet.ts'
import { gatewayCommand } from './commands/gateway.ts'
import { gtfsCommand } from './commands/gtfs.ts'
import { portalCommand } from './commands/portal.ts'
import { proveCommand, provePartCommand } from './commands/prove.ts'
import { releaseCommand } from './commands/release.ts'
import { reportCommand } from './commands/report.ts'
import { setupCommand } from './commands/setup.ts'
import { tidesCommand } from './commands/tides.ts'
import { tokenCommand } from './commands/token.ts'
import { upgradeCommand } from './commands/upgrade.ts'
import { userCommand } from './commands/user.ts'

// The commands of the `abordo` command, whole: the fleet's and the gateway's.
export const commands = [
  fleetCommand(),
  portalCommand(),
  demoCommand(),
  userCommand(),
  tokenCommand(),
  channelCommand(),
  gatewayCommand(),
  releaseCommand(),
  gtfsCommand(),
  tidesCommand(),
  reportCommand(),
  dbCommand(),
  checkCommand(),
  upgradeCommand(),
  setupCommand(),
  firewallCommand(),
  proveCommand(),
]
export const hidden = [provePartCommand()]
