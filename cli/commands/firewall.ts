import { Command } from 'commander'
import { readPortalConfig } from '../../portal/config.ts'
import { closedRuleset } from '../../portal/firewall/closed.ts'

export function firewallCommand(): Command {
  return new Command('firewall').description("The gateway's packet filter.").addCommand(closedCommand())
}

function closedCommand(): Command {
  return new Command('closed')
    .description(
      'Print, for nft, the rules under which nobody passes: what a gateway loads before its interfaces come up.',
    )
    .addHelpText(
      'after',
      '\nReads the same settings as "abordo portal". Changes nothing: abordo firewall closed | nft -c -f -',
    )
    .action(() => {
      // The interfaces of which it speaks need not be there yet.
      process.stdout.write(closedRuleset(readPortalConfig(process.env, { interfacesThere: false })))
    })
}
