import { Command } from 'commander'
import { addFleetCommands } from './release-on-fleet.ts'

export function releaseCommand(): Command {
  return addFleetCommands(new Command('release').description('Versions of the program of gateways.'))
}
