import { existsSync } from 'node:fs'
import { runProgram } from '../run-program.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

/** A unit of the package, as systemd has it. */
export interface UnitLook {
  name: string
  /** Whether it starts with the machine. */
  enabled: boolean
  active: boolean
}

const UNITS = ['abordo-closed.service', 'abordo-portal.service']

/** The package's units; null where there is no systemd or no package, as where the portal is run by hand. */
export async function lookAtUnits(): Promise<UnitLook[] | null> {
  if (!existsSync('/run/systemd/system') || !existsSync('/usr/lib/abordo/run')) return null
  const asked = UNITS.map(async (name) => {
    const shown = await runProgram('systemctl', ['show', '--property=UnitFileState,ActiveState', name])
    return { name, enabled: /^UnitFileState=enabled$/m.test(shown), active: /^ActiveState=active$/m.test(shown) }
  })
  return Promise.all(asked).catch(() => null)
}

/** What is wrong with each; where nothing is, one finding for all. */
export function units(looks: UnitLook[], words: CheckWords['units']): Finding[] {
  const wrong = looks.flatMap(({ name, enabled, active }) => [
    ...(enabled ? [] : [bad(words.about, { said: words.notAtBoot(name), todo: `systemctl enable ${name}` })]),
    ...(active
      ? []
      : [
          bad(words.about, {
            said: words.notRunning(name),
            todo: `systemctl restart ${name}; journalctl -u ${name} -n 20`,
          }),
        ]),
  ])
  if (looks.length === 0 || wrong.length > 0) return wrong
  return [good(words.about, words.good)]
}
