import { Command } from 'commander'
import { commandsFor } from './loaders.ts'
import { runCommands } from './run.ts'

// The `abordo` command as a gateway's package has it: nothing of the fleet, so that none of its libraries take up a gateway's disk.
await runCommands(
  await commandsFor(process.argv[2], {
    setup: async () => (await import('./commands/setup.ts')).setupCommand(),
    gateway: async () => {
      const { enrolCommand } = await import('./commands/gateway-enrol.ts')
      return new Command('gateway').description('This gateway in its fleet.').addCommand(enrolCommand())
    },
    portal: async () => (await import('./commands/portal.ts')).portalCommand(),
    check: async () => (await import('./commands/check.ts')).checkCommand(),
    firewall: async () => (await import('./commands/firewall.ts')).firewallCommand(),
    upgrade: async () => (await import('./commands/upgrade.ts')).upgradeCommand(),
  }),
)
