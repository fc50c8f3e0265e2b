import { existsSync } from 'node:fs'
import type { UpgradeState } from '../../contract/release.ts'
import type { PortalConfig } from '../config.ts'
import { PACKAGE_PROGRAM, stateFileOf } from '../upgrade/places.ts'
import { readRecord } from '../upgrade/records.ts'
import { bad, type Finding, good } from './findings.ts'

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

export function upgrades(look: UpgradesLook | null): Finding | null {
  if (look === null) return null
  const about = 'new versions'
  if (look === 'no-key')
    return bad(about, 'this package has no key to check new versions with', 'install a package that was made with one')
  if (look === 'damaged')
    return bad(about, 'the record of what was taken cannot be read', 'install the package again; no version is lost')
  if (look.waiting) return good(about, `${look.waiting} is here and waits for the end of service`)
  const { last } = look
  // Nothing that a technician could mend: the fleet knows, and the one before runs.
  if (last?.state === 'rolled-back') return good(about, `${last.version} was gone back from: ${last.reason}`)
  if (last?.state === 'refused') return good(about, `${last.version} was refused: ${last.reason}`)
  return good(about, last ? `${last.version} was taken and ${last.state}` : 'none has come yet')
}
