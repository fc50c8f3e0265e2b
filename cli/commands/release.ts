import { Command } from 'commander'
import { addMakeCommands } from './release-make.ts'
import { addFleetCommands } from './release-on-fleet.ts'

export function releaseCommand(): Command {
  return addMakeCommands(addFleetCommands(new Command('release').description('Versions of the program of gateways.')))
}
