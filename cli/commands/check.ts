import { Command, Option } from 'commander'
import { findings } from '../../portal/check/findings.ts'
import { lookAtGateway } from '../../portal/check/look.ts'
import { CHECK_WORDS } from '../../portal/check/words/words.ts'
import { readPortalConfig } from '../../portal/config.ts'
import type { Language } from '../../portal/i18n/language.ts'
import { terminalLanguage } from '../../portal/i18n/terminal.ts'

export function checkCommand(): Command {
  return new Command('check')
    .description('On a gateway: what is missing, in plain words, and how to mend it. Exits 1 where something is.')
    .addOption(
      new Option('--language <language>', "of what it says; the terminal's, if not said, else es").choices([
        'es',
        'en',
      ]),
    )
    .addHelpText('after', '\nReads the same settings as "abordo portal". Changes nothing.')
    .action(async ({ language }: { language?: Language }) => {
      const words = CHECK_WORDS[terminalLanguage(language, process.env)]
      const found = findings(await lookAtGateway(readPortalConfig(process.env), Date.now), words)
      const width = Math.max(...found.map(({ about }) => about.length))
      for (const { about, said, todo } of found) {
        process.stdout.write(`${todo === null ? 'ok' : '!!'}  ${about.padEnd(width)}  ${said}\n`)
        if (todo !== null) process.stdout.write(`    ${' '.repeat(width)}  → ${todo}\n`)
      }
      const wrong = found.filter(({ todo }) => todo !== null).length
      const { nothing, some } = words.closing
      process.stdout.write(`${wrong === 0 ? nothing : some(wrong, found.length)}\n`)
      if (wrong > 0) process.exitCode = 1
    })
}
