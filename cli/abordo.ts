import { runCommands } from './run.ts'

// The `abordo` command, whole: the fleet's and the gateway's. A gateway's package has its own part of it: gateway-program.ts.
// The portal is loaded without the others: what they bring would stay in a gateway's memory for as long as it runs.
const { commands, hidden } =
  process.argv[2] === 'portal' ? await import('./portal-alone.ts') : await import('./all-commands.ts')
await runCommands(commands, hidden)
