import { readdirSync, readFileSync } from 'node:fs'
import { createModemReader } from '../../portal/uplink/modems/reader.ts'
import { fakeClock } from './clock.ts'

const FOLDER = new URL('../portal/testcases/mmcli/', import.meta.url)
export const MMCLI_CASES = readdirSync(FOLDER).sort()

/** What mmcli has printed in a test case, by `modem-0`, `bearer-3`, `list`, … */
export function printedBy(name: string): Map<string, string> {
  const files = readdirSync(new URL(`${name}/`, FOLDER))
  return new Map(
    files.map((file) => [file.replace(/\.\w+$/, ''), readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8')]),
  )
}

/** `-m …/Modem/0 --signal-get -J` is `signal-0`. */
function stemOf(args: string[]): string {
  const number = /\d+$/.exec(args[1] ?? '')?.[0]
  const what = { '-L': 'list', '-b': 'bearer', '-m': args.includes('--signal-get') ? 'signal' : 'modem' }[args[0] ?? '']
  return args[0] === '-L' ? 'list' : `${what}-${number}`
}

/** An mmcli that prints what a test case holds, and a reader that asks it. */
export function mmcliBench(name: string) {
  const clock = fakeClock()
  const printed = printedBy(name)
  const asked: string[] = []
  const logged: string[] = []
  /** While it is set, mmcli fails with this. */
  const failing: { error: Error | null } = { error: null }
  const world = { takesSeconds: 0 }
  const reader = createModemReader({
    run: async (args) => {
      asked.push(args.join(' '))
      clock.pass(world.takesSeconds)
      if (failing.error) throw failing.error
      if (args.some((arg) => arg.startsWith('--signal-setup')))
        return 'Successfully setup signal quality information polling\n'
      const text = printed.get(stemOf(args))
      if (text === undefined) throw new Error('mmcli ends with code 1')
      return text
    },
    uptime: clock.uptime,
    kernelBootId: clock.kernelBootId,
    log: (message) => void logged.push(message),
  })
  return {
    clock,
    printed,
    asked,
    logged,
    failing,
    world,
    read: reader.read,
    setUps: () => asked.filter((args) => args.includes('--signal-setup')),
  }
}
