import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command, Option } from 'commander'
import { ConfigError } from '../../contract/settings.ts'
import { writeDurably } from '../../portal/durable-file.ts'
import type { Language } from '../../portal/i18n/language.ts'
import { terminalLanguage } from '../../portal/i18n/terminal.ts'
import { runProgram } from '../../portal/run-program.ts'
import { ANSWERS, type Answer, type Answers, answersSchema, ONLY_TOLD, readAnswer } from '../../portal/setup/answers.ts'
import {
  ANSWERS_FILE,
  answersOf,
  leftOver,
  parseSettings,
  SETTINGS_FILE,
  setupFiles,
  WIFI_UNIT,
} from '../../portal/setup/files.ts'
import { SETUP_WORDS, type SetupWords } from '../../portal/setup/words.ts'
import { wifiAnswersSchema } from '../../portal/wifi/hostapd.ts'

type Flags = Partial<Record<Answer, string>> & { language?: Language; start: boolean }
const NEEDED: Answer[] = ['lan', 'wan']
const START_MS = 90_000

export function setupCommand(): Command {
  return new Command('setup')
    .description('On a gateway: write its settings, from a few answers. Asks on a terminal for what no option says.')
    .option('--lan <interface>', "the riders' interface, such as wlan0")
    .option('--wan <interface>', "the uplink's interface, such as wwan0")
    .option('--ssid <name>', "the WiFi's name; without one, the access point is another device")
    .option('--address <address>', "the gateway's own on the riders' side (10.55.0.1/22)")
    .option('--hostname <name>', "the portal's name; without one, its address")
    .option('--fleet <url>', "the fleet's address")
    .option('--gpsd <host:port>', 'where gpsd listens, where there is a receiver')
    .option('--country <letters>', "the WiFi's country (MX)")
    .option('--band <band>', "the WiFi's, 2.4 or 5 (2.4)")
    .option('--channel <number>', "the WiFi's (6)")
    .option('--owe <how>', 'encryption without a password: transition, only or off (transition)')
    .addOption(
      new Option('--language <language>', "of questions and errors; the terminal's, if not said, else es").choices([
        'es',
        'en',
      ]),
    )
    .option('--no-start', 'write only; start nothing')
    .addHelpText(
      'after',
      '\nCan be run again: what was answered before is offered then, and kept where nothing else is said.',
    )
    .action(async (flags: Flags) => {
      const words = SETUP_WORDS[terminalLanguage(flags.language, process.env)]
      if (process.getuid?.() !== 0) throw new ConfigError(words.notRoot)
      const answers = await answered(flags, words)
      check(answers, words)
      write(answers, words)
      if (flags.start) await start(answers, words)
      say(words.next)
    })
}

/** From the options, then from the technician where there is a terminal, then from what was answered before. */
async function answered(flags: Flags, words: SetupWords): Promise<Answers> {
  const before = answersOf(textOf(ANSWERS_FILE))
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null
  const missing = terminal ? [] : NEEDED.filter((one) => (flags[one] ?? before[one]) === undefined)
  if (missing.length > 0) throw new ConfigError(words.missing(missing.map((one) => `--${one}`).join(', ')))
  const answers: Partial<Record<Answer, unknown>> = {}
  try {
    for (const one of ANSWERS) {
      const known = String(before[one] ?? '')
      const isAsked = terminal !== null && flags[one] === undefined && !ONLY_TOLD.includes(one)
      let answer = readAnswer(one, isAsked ? await ask(one, known) : (flags[one] ?? known))
      while (answer === undefined) {
        const wrong = `${one}: ${words.wrong[one]}`
        if (!isAsked) throw new ConfigError(wrong)
        say(wrong)
        answer = readAnswer(one, await ask(one, known))
      }
      answers[one] = answer
    }
  } finally {
    terminal?.close()
  }
  return answersSchema.parse(answers)

  async function ask(one: Answer, known: string): Promise<string> {
    const offered = known || (readAnswer(one, '') ?? (NEEDED.includes(one) ? '' : words.none))
    const typed = (await terminal?.question(`${words.ask[one]}${offered ? ` [${offered}]` : ''} `))?.trim() ?? ''
    // By that word too, so that what was answered before can be taken back.
    return typed === words.none ? '' : typed || known
  }
}

/** What no answer alone can tell. */
function check(answers: Answers, words: SetupWords): void {
  const { lan, wan, ssid, country, band, channel, owe } = answers
  if (lan === wan) throw new ConfigError(words.same)
  if (ssid === null) return
  const wifi = wifiAnswersSchema.safeParse({ interface: lan, ssid, country, band, channel, owe })
  if (wifi.success) return
  throw new ConfigError(wifi.error.issues[0]?.path[0] === 'channel' ? `channel: ${words.wrong.channel}` : words.radio)
}

function write(answers: Answers, words: SetupWords): void {
  const files = setupFiles(answers, { has: existsSync, before: parseSettings(textOf(SETTINGS_FILE)) })
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeDurably(path, text)
  }
  say(`${words.wrote}\n${files.map(({ path }) => `  ${path}`).join('\n')}`)
  for (const name of [answers.lan, answers.wan].filter((one) => !existsSync(`/sys/class/net/${one}`))) {
    say(words.notThere(name))
  }
  if (answers.ssid !== null && !existsSync('/usr/sbin/hostapd')) say(words.noHostapd)
}

/** Puts it in force: the closed rules, then the address, then the WiFi and the portal. */
async function start(answers: Answers, words: SetupWords): Promise<void> {
  const systemctl = (...args: string[]) => runProgram('systemctl', args, { limitMs: START_MS })
  const isRunning = existsSync('/run/systemd/system')
  try {
    await noWifiOfBefore()
    await systemctl('enable', 'systemd-networkd.service', ...(answers.ssid === null ? [] : [WIFI_UNIT]))
    if (!isRunning) return say(words.atBoot)
    await systemctl('daemon-reload')
    await systemctl('restart', 'abordo-closed.service')
    await systemctl('start', 'systemd-networkd.service')
    await runProgram('networkctl', ['reload'])
    await systemctl('--no-block', 'restart', ...(answers.ssid === null ? [] : [WIFI_UNIT]), 'abordo-portal.service')
  } catch (error) {
    const why = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)
    throw new Error(words.notStarted(why))
  }
  say(words.started)

  async function noWifiOfBefore(): Promise<void> {
    const left = leftOver(answers).filter((path) => existsSync(path))
    if (left.length === 0) return
    await systemctl('disable', ...(isRunning ? ['--now'] : []), WIFI_UNIT)
    for (const path of left) rmSync(path)
  }
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
