import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command, Option } from 'commander'
import { ConfigError } from '../../contract/settings.ts'
import { writeDurably } from '../../portal/durable-file.ts'
import { runProgram } from '../../portal/run-program.ts'
import { type Answers, answersSchema, QUESTIONS, type Question, readAnswer } from '../../portal/setup/answers.ts'
import { answersOf, NETWORK_FILE, parseSettings, SETTINGS_FILE, setupFiles } from '../../portal/setup/files.ts'
import { type SetupWords, setupWords } from '../../portal/setup/words.ts'

type Flags = Partial<Record<Question, string>> & { language?: 'es' | 'en'; start: boolean }
const NEEDED: Question[] = ['lan', 'wan']
const START_MS = 90_000

export function setupCommand(): Command {
  return new Command('setup')
    .description('On a gateway: write its settings, from a few answers. Asks on a terminal for what no option says.')
    .option('--lan <interface>', "the riders' interface, such as wlan0")
    .option('--wan <interface>', "the uplink's interface, such as wwan0")
    .option('--address <address>', "the gateway's own on the riders' side (10.55.0.1/22)")
    .option('--hostname <name>', "the portal's name; without one, its address")
    .option('--fleet <url>', "the fleet's address")
    .option('--gpsd <host:port>', 'where gpsd listens, where there is a receiver')
    .addOption(
      new Option('--language <language>', "of questions and errors; the terminal's, if not said").choices(['es', 'en']),
    )
    .option('--no-start', 'write only; start nothing')
    .addHelpText(
      'after',
      '\nCan be run again: what was answered before is offered then, and kept where nothing else is said.',
    )
    .action(async (flags: Flags) => {
      const words = setupWords(flags.language ? { LANG: flags.language } : process.env)
      if (process.getuid?.() !== 0) throw new ConfigError(words.notRoot)
      const answers = await answered(flags, words)
      if (answers.lan === answers.wan) throw new ConfigError(words.same)
      const files = setupFiles(answers, { has: existsSync, before: parseSettings(textOf(SETTINGS_FILE)) })
      for (const { path, text } of files) {
        mkdirSync(dirname(path), { recursive: true })
        writeDurably(path, text)
      }
      say(`${words.wrote}\n${files.map(({ path }) => `  ${path}`).join('\n')}`)
      for (const name of [answers.lan, answers.wan].filter((one) => !existsSync(`/sys/class/net/${one}`))) {
        say(words.notThere(name))
      }
      if (flags.start) await start(words)
      say(words.next)
    })
}

/** From the options, then from the technician where there is a terminal, then from what was answered before. */
async function answered(flags: Flags, words: SetupWords): Promise<Answers> {
  const before = answersOf(parseSettings(textOf(SETTINGS_FILE)), textOf(NETWORK_FILE))
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null
  const missing = terminal ? [] : NEEDED.filter((question) => (flags[question] ?? before[question]) === undefined)
  if (missing.length > 0) throw new ConfigError(words.missing(missing.map((question) => `--${question}`).join(', ')))
  const answers: Partial<Record<Question, unknown>> = {}
  try {
    for (const question of QUESTIONS) {
      let typed = flags[question] ?? (terminal ? null : (before[question] ?? ''))
      typed ??= await ask(question, before[question])
      let answer = readAnswer(question, typed)
      while (answer === undefined) {
        const wrong = `${question}: ${words.wrong[question]}`
        if (terminal === null || flags[question] !== undefined) throw new ConfigError(wrong)
        say(wrong)
        answer = readAnswer(question, await ask(question, before[question]))
      }
      answers[question] = answer
    }
  } finally {
    terminal?.close()
  }
  return answersSchema.parse(answers)

  async function ask(question: Question, offered: string | undefined): Promise<string> {
    const usual = readAnswer(question, '')
    const known = offered ?? (usual === undefined ? '' : (usual ?? words.none))
    const typed = await terminal?.question(`${words.ask[question]}${known ? ` [${known}]` : ''} `)
    return typed?.trim() || (offered ?? '')
  }
}

/** Puts it in force: the address, then the closed rules, then the portal. */
async function start(words: SetupWords): Promise<void> {
  const systemctl = (...args: string[]) => runProgram('systemctl', args, { limitMs: START_MS })
  try {
    await systemctl('enable', 'systemd-networkd.service')
    if (!existsSync('/run/systemd/system')) return say(words.atBoot)
    await systemctl('daemon-reload')
    await systemctl('start', 'systemd-networkd.service')
    await runProgram('networkctl', ['reload'])
    await systemctl('restart', 'abordo-closed.service')
    await systemctl('--no-block', 'restart', 'abordo-portal.service')
  } catch (error) {
    throw new Error(
      words.notStarted(error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : String(error)),
    )
  }
  say(words.started)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
