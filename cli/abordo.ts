import { commandsFor, type Loaders } from './loaders.ts'
import { runCommands } from './run.ts'

// The `abordo` command, whole: the fleet's and the gateway's. A gateway's package has its own part of it: gateway-program.ts.
const COMMANDS: Loaders = {
  fleet: async () => (await import('./commands/fleet.ts')).fleetCommand(),
  portal: async () => (await import('./commands/portal.ts')).portalCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  user: async () => (await import('./commands/user.ts')).userCommand(),
  token: async () => (await import('./commands/token.ts')).tokenCommand(),
  channel: async () => (await import('./commands/channel.ts')).channelCommand(),
  gateway: async () => (await import('./commands/gateway.ts')).gatewayCommand(),
  release: async () => (await import('./commands/release.ts')).releaseCommand(),
  gtfs: async () => (await import('./commands/gtfs.ts')).gtfsCommand(),
  tides: async () => (await import('./commands/tides.ts')).tidesCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  db: async () => (await import('./commands/db.ts')).dbCommand(),
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  upgrade: async () => (await import('./commands/upgrade.ts')).upgradeCommand(),
  setup: async () => (await import('./commands/setup.ts')).setupCommand(),
  firewall: async () => (await import('./commands/firewall.ts')).firewallCommand(),
  prove: async () => (await import('./commands/prove.ts')).proveCommand(),
}
/** What `abordo prove` starts: no help lists it. */
const HIDDEN: Loaders = {
  'prove-part': async () => (await import('./commands/prove.ts')).provePartCommand(),
}

await runCommands(await commandsFor(process.argv[2], COMMANDS, HIDDEN))
