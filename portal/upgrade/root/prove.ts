import type { About } from '../../check/about.ts'
import { SETS, TABLE } from '../../firewall/ruleset.ts'
import { runProgram } from '../../run-program.ts'
import { TRIAL_ADDRESS } from '../places.ts'
import type { Trial } from '../records.ts'
import type { PhoneAsk, PhonePart } from './trial-phone.ts'
import type { TrialPlace } from './trial-place.ts'

export interface ProofDeps {
  askPortal: () => Promise<About | null>
  place: (mac: string) => Promise<TrialPlace>
  /** How this program is run for a part of the phone (`abordo upgrade phone`). */
  program: { command: string; args: string[] }
  phone: PhoneAsk
  /** Whether the uplink worked before the trial began: where it did not, no version can make it work. */
  uplinkWorked: boolean
}

/**
 * Whether a phone gets online with the version on trial: the portal that answers is that version; a phone without a session is led to it
 * and gets nowhere else; it accepts the terms, stands in the kernel's set and reaches a host beyond the uplink; and is shut out again when
 * it leaves. Returns what went wrong, in one plain line.
 */
export async function prove(trial: Trial, deps: ProofDeps): Promise<string | null> {
  try {
    const about = await deps.askPortal()
    if (about === null) return 'its portal does not answer'
    if (about.software !== `abordo ${trial.to}`) return `what answers is ${about.software}`
    const place = await deps.place(trial.clientMac)
    try {
      return await withPhone(trial, place, deps)
    } finally {
      await place.remove()
    }
  } catch (error) {
    return `it could not be tried out: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`
  }
}

async function withPhone(trial: Trial, place: TrialPlace, deps: ProofDeps): Promise<string | null> {
  const { command, args } = deps.program
  const phone = async (part: PhonePart) =>
    JSON.parse(await place.run(command, [...args, part, JSON.stringify(deps.phone)])) as string | null

  const entered = await phone('enter')
  if (entered !== null) return entered
  const failed = await online(trial, deps.uplinkWorked ? () => phone('pass') : null)
  // Also where it failed: the next attempt begins with a phone that is not online.
  const left = await phone('leave')
  if (failed !== null || left !== null) return failed ?? left
  return (await isLetThrough(trial)) ? 'a phone without a session is still let through' : null
}

async function online(trial: Trial, pass: (() => Promise<string | null>) | null): Promise<string | null> {
  if (!(await isLetThrough(trial)))
    return 'the portal says that a phone is online, and the firewall does not let it through'
  return pass?.() ?? null
}

async function isLetThrough({ clientMac }: Trial): Promise<boolean> {
  const element = `{ ${clientMac} . ${TRIAL_ADDRESS} }`
  try {
    await runProgram('nft', ['get', 'element', 'inet', TABLE, SETS.clients, element])
    return true
  } catch {
    return false
  }
}
