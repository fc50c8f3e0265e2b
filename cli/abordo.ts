import { Command, CommanderError } from 'commander'
import { SOFTWARE } from '../portal/version.ts'
import { channelCommand } from './commands/channel.ts'
import { checkCommand } from './commands/check.ts'
import { dbCommand } from './commands/db.ts'
import { demoCommand } from './commands/demo.ts'
import { fleetCommand } from './commands/fleet.ts'
import { gatewayCommand } from './commands/gateway.ts'
import { gtfsCommand } from './commands/gtfs.ts'
import { portalCommand } from './commands/portal.ts'
import { proveCommand, provePartCommand } from './commands/prove.ts'
import { releaseCommand } from './commands/release.ts'
import { reportCommand } from './commands/report.ts'
import { tidesCommand } from './commands/tides.ts'
import { tokenCommand } from './commands/token.ts'
import { upgradeCommand } from './commands/upgrade.ts'
import { userCommand } from './commands/user.ts'
import { explain } from './explain.ts'

// The `abordo` command. Exits 0 (done), 1 (failed) or 2 (wrong use); errors are one plain line on standard error.
const program = new Command('abordo')
  .description('Free WiFi on buses, and the proof that it works.')
  .version(SOFTWARE)
  .exitOverride()
  // What is after a subcommand is the subcommand's: "abordo report" and "abordo report export" both take --out.
  .enablePositionalOptions()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'abordo: ')) })
  .showHelpAfterError('(see --help)')

const commands = [
  fleetCommand,
  portalCommand,
  demoCommand,
  userCommand,
  tokenCommand,
  channelCommand,
  gatewayCommand,
  releaseCommand,
  gtfsCommand,
  tidesCommand,
  reportCommand,
  dbCommand,
  checkCommand,
  upgradeCommand,
  proveCommand,
]
for (const command of commands) program.addCommand(command())
program.addCommand(provePartCommand(), { hidden: true })
copySettings(program)

function copySettings(group: Command): void {
  for (const command of group.commands) {
    command.copyInheritedSettings(program)
    copySettings(command)
  }
}

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    const { line, wrongUse } = explain(error)
    process.stderr.write(`abordo: ${line}\n`)
    process.exitCode = wrongUse ? 2 : 1
    // Something may still be listening or waiting; a command that has failed ends.
    process.exit()
  }
}
