import { existsSync } from 'node:fs'
import type { UpgradeState } from '../../contract/release.ts'
import type { PortalConfig } from '../config.ts'
import { PACKAGE_PROGRAM, stateFileOf } from '../upgrade/places.ts'
import { readRecord } from '../upgrade/records.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

export type UpgradesLook =
  | 'no-key'
  | 'damaged'
  | { waiting: string | null; last: { version: string; state: UpgradeState; reason: string | null } | null }

/** Looks at how new versions fare on this gateway; null: it was not installed from a package, which alone brings them. */
export function lookAtUpgrades({ upgrades }: PortalConfig): UpgradesLook | null {
  if (!upgrades) return existsSync(PACKAGE_PROGRAM) ? 'no-key' : null
  try {
    const { waiting, outcomes } = readRecord(stateFileOf(upgrades.versions))
    return { waiting: waiting?.version ?? null, last: outcomes.at(-1) ?? null }
  } catch {
    return 'damaged'
  }
}

export function upgrades(look: UpgradesLook | null, { upgrades: words, reason }: CheckWords): Finding | null {
  if (look === null) return null
  if (look === 'no-key') return bad(words.about, words.noKey)
  if (look === 'damaged') return bad(words.about, words.damaged)
  if (look.waiting) return good(words.about, words.waiting(look.waiting))
  const { last } = look
  if (!last) return good(words.about, words.none)
  const why = last.reason === null ? words.noReason : reason(last.reason)
  // Nothing of this a technician could mend: the fleet knows, and the version of before runs.
  const said = {
    'rolled-back': words.rolledBack(last.version, why),
    refused: words.refused(last.version, why),
    proved: words.proved(last.version),
    taken: words.taken(last.version),
  } satisfies Record<UpgradeState, string>
  return good(words.about, said[last.state])
}
