import { readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { versionSchema } from '../../../contract/release.ts'
import { syncFolderOf } from '../../../db/gateway/sync-folder.ts'
import type { UpgradePlaces } from '../places.ts'
import { compareVersions } from '../versions.ts'

/** The link to the version that runs, beside the versions' folders. */
const CURRENT = 'current'

/** The version that a program folder says it is; null: it says none. */
export function versionIn(folder: string): string | null {
  try {
    return versionSchema.safeParse(readFileSync(join(folder, 'VERSION'), 'utf8').trim()).data ?? null
  } catch {
    return null
  }
}

/** The version that `current` leads to; null: the package's own program runs, being newer or alone. As /usr/lib/abordo/run has it. */
export function pointedVersion({ versions, program }: Pick<UpgradePlaces, 'versions' | 'program'>): string | null {
  let target: string
  try {
    target = readlinkSync(join(versions, CURRENT))
  } catch {
    return null
  }
  const version = versionSchema.safeParse(target).data
  if (version === undefined || versionIn(join(versions, version)) !== version) return null
  const own = versionIn(program)
  return own !== null && compareVersions(own, version) > 0 ? null : version
}

/** What runs once the portal starts: the version, wherever it comes from. */
export function runningVersion(places: Pick<UpgradePlaces, 'versions' | 'program'>): string | null {
  return pointedVersion(places) ?? versionIn(places.program)
}

/** Has `current` lead to another version, or away (null: the package's own), at once and durably. */
export function pointTo(versions: string, version: string | null): void {
  const link = join(versions, CURRENT)
  if (version === null) rmSync(link, { force: true })
  else {
    const fresh = join(versions, '.current.new')
    rmSync(fresh, { force: true })
    symlinkSync(version, fresh)
    renameSync(fresh, link)
  }
  syncFolderOf(link)
}

/** Removes the folders of all versions but these. */
export function keepOnly(versions: string, kept: (string | null)[]): void {
  for (const name of readdirSync(versions))
    if (versionSchema.safeParse(name).success && !kept.includes(name))
      rmSync(join(versions, name), { recursive: true, force: true })
}
