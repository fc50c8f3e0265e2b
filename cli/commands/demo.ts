import { Command } from 'commander'
import { logTo, untilStopped } from '../log.ts'
import { whole } from '../whole.ts'

export function demoCommand(): Command {
  return new Command('demo')
    .description('A demo city on this machine: the real fleet and portals, simulated riders.')
    .option('--seed <seed>', 'another city life', 'abordo')
    .option('--buses <n>', 'how many buses', whole(1, 500), 60)
    .option('--days <n>', 'days of history behind the charts', whole(0, 60), 3)
    .option('--port <port>', "the dashboard's port; the portal is on the next one", whole(1, 65_534), 8080)
    .action(async (options: { seed: string; buses: number; days: number; port: number }) => {
      const stopped = untilStopped()
      const { startDemo } = await import('../demo/demo.ts')
      const stop = await startDemo({
        ...options,
        dataDir: './data/demo',
        say: (line) => process.stdout.write(`${line}\n`),
        log: logTo((line) => process.stderr.write(line), 'demo'),
      })
      await stopped
      process.stdout.write('\nStopping …\n')
      await stop()
    })
}
