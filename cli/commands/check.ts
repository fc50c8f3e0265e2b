import { Command } from 'commander'
import { findings } from '../../portal/check/findings.ts'
import { lookAtGateway } from '../../portal/check/look.ts'
import { readPortalConfig } from '../../portal/config.ts'

export function checkCommand(): Command {
  return new Command('check')
    .description('On a gateway: what is missing, in plain words, and how to mend it. Exits 1 where something is.')
    .addHelpText('after', '\nReads the same settings as "abordo portal". Changes nothing.')
    .action(async () => {
      const found = findings(await lookAtGateway(readPortalConfig(process.env), Date.now))
      const width = Math.max(...found.map(({ about }) => about.length))
      for (const { about, said, todo } of found) {
        process.stdout.write(`${todo === null ? 'ok' : '!!'}  ${about.padEnd(width)}  ${said}\n`)
        if (todo !== null) process.stdout.write(`    ${' '.repeat(width)}  → ${todo}\n`)
      }
      const wrong = found.filter(({ todo }) => todo !== null).length
      process.stdout.write(wrong === 0 ? 'Nothing is missing.\n' : `${wrong} of ${found.length} need a hand.\n`)
      if (wrong > 0) process.exitCode = 1
    })
}
