import { Command, CommanderError } from 'commander'
import { SOFTWARE } from '../portal/version.ts'
import { explain } from './explain.ts'

/** Runs one of these commands. Exits 0 (done), 1 (failed) or 2 (wrong use); errors are one plain line on standard error. */
export async function runCommands(commands: Command[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithReader)
  const program = new Command('abordo')
    .description('Free WiFi on buses, and the proof that it works.')
    .version(SOFTWARE)
    .exitOverride()
    // What is after a subcommand is the subcommand's: "abordo report" and "abordo report export" both take --out.
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(`${inOneLine(text)} (see --help)\n`) })
  for (const command of commands) program.addCommand(command)
  copySettings(program)

  function copySettings(group: Command): void {
    for (const command of group.commands) {
      command.copyInheritedSettings(program)
      copySettings(command)
    }
  }

  try {
    refuseUnknown(program, process.argv.slice(2))
    await program.parseAsync(process.argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
    } else {
      const { line, wrongUse } = explain(error)
      process.stderr.write(`abordo: ${line}\n`)
      process.exitCode = wrongUse ? 2 : 1
      // Something may still be listening or waiting; a command that has failed ends.
      process.exit()
    }
  }
}

/** Who has read enough, as `head` has, closes the pipe: nothing is wrong, and there is nobody left to tell. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}

/** With --help after it, Commander takes an unknown command for none, shows the help and is content. */
function refuseUnknown(group: Command, words: string[]): void {
  const [word, ...rest] = words
  if (word === undefined || word.startsWith('-') || word === 'help') return
  if (group.commands.length === 0 || group.registeredArguments.length > 0) return
  const known = group.commands.find((command) => command.name() === word)
  if (known) refuseUnknown(known, rest)
  else if (rest.some((each) => each === '--help' || each === '-h')) group.error(`error: unknown command '${word}'`)
}

/** Commander puts what it supposes was meant into a line of its own. */
function inOneLine(error: string): string {
  return error
    .trimEnd()
    .replace(/^error: /, 'abordo: ')
    .replaceAll('\n', ' ')
}
