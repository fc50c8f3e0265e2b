import { runCommands } from './run.ts'

// The `abordo` command as a gateway's package has it. The portal is loaded without the others, as in abordo.ts.
const { commands, hidden } =
  process.argv[2] === 'portal' ? await import('./portal-alone.ts') : await import('./gateway-commands.ts')
await runCommands(commands, hidden)
