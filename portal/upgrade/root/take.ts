import { createHash } from 'node:crypto'
import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture, ReleaseManifest } from '../../../contract/release.ts'
import { syncFolderOf } from '../../../db/gateway/sync-folder.ts'
import { ArchiveError, unpackInto } from '../archive/read.ts'
import { checkRelease, claimedVersion, type ReleaseFile } from '../check-release.ts'
import type { UpgradePlaces } from '../places.ts'
import type { Ready } from '../records.ts'
import { readReleaseKey } from '../release-key.ts'
import { compareVersions } from '../versions.ts'
import { copyArchive, readReady } from './copy-in.ts'
import { pointedVersion, versionIn } from './installed.ts'
import type { Record } from './record.ts'

export interface TakeDeps {
  places: UpgradePlaces
  architecture: Architecture
  /** Ms since 1970, as well as it is known. */
  now: () => number
  log: (message: string, error?: unknown) => void
}

/** What every program folder holds; without these it could not be started. */
const NEEDED = ['abordo.js', 'better_sqlite3.node']

/**
 * Takes what the portal has laid ready, if it is new and good: copied, checked and unpacked where only root may write. Of a release that
 * waits already only its windows are taken. What is refused changes nothing else. Throws where the disk does not take it: then it is
 * tried again.
 */
export async function takeReady(record: Record, deps: TakeDeps): Promise<void> {
  const { places, architecture, now, log } = deps
  const ready = readReady(places.inbox)
  if (!ready) return
  const { waiting, sequence, refused } = record.current()
  const seen = fingerprintOf(ready)
  if (seen === refused) return

  const publicKey = readReleaseKey(places.releaseKey)
  const check = (above: number) => checkRelease(ready.release, { publicKey, architecture, above })
  const last = check(sequence - 1)
  if ('manifest' in last && last.manifest.sequence === sequence) {
    if (waiting?.version === last.manifest.version && differ(waiting.windows, ready.windows))
      record.change({ waiting: { ...waiting, windows: ready.windows } })
    return
  }

  const checked = check(sequence)
  const reason = 'refused' in checked ? checked.refused : await unpackRelease(checked, places)
  if (reason !== null || !('manifest' in checked)) {
    const version = 'manifest' in checked ? checked.manifest.version : claimedVersion(ready.release)
    log(`the release ${version ?? 'that was laid ready'} is refused: ${reason}`)
    if (version === null) record.change({ refused: seen })
    else record.outcome(version, 'refused', reason, now(), { refused: seen })
    return
  }
  const { version } = checked.manifest
  record.outcome(version, 'taken', null, now(), {
    sequence: checked.manifest.sequence,
    waiting: {
      version,
      sequence: checked.manifest.sequence,
      windows: ready.windows,
      takenAtMs: null,
      attempts: 0,
      quiet: null,
    },
  })
  log(`version ${version} is taken and waits for its time`)
}

/** Why it is refused; null: it lies in its folder, whole and durable. */
async function unpackRelease(
  { manifest, file }: { manifest: ReleaseManifest; file: ReleaseFile },
  { versions, inbox, program }: UpgradePlaces,
): Promise<string | null> {
  const { version } = manifest
  const own = versionIn(program)
  if (own !== null && compareVersions(version, own) <= 0) return `it is not newer than ${own}, which is installed here`
  if (pointedVersion({ versions, program }) === version) return 'it runs here already'
  const archive = join(versions, '.incoming')
  const fresh = join(versions, '.new')
  const clear = () => {
    for (const left of [archive, fresh]) rmSync(left, { recursive: true, force: true })
  }
  clear()
  try {
    const wrong = copyArchive(inbox, archive, file)
    if (wrong !== null) return wrong
    await unpackInto(fresh, createReadStream(archive))
    if (versionIn(fresh) !== version) return `what is in it does not say that it is ${version}`
    const missing = NEEDED.find((name) => !existsSync(join(fresh, name)))
    if (missing) return `${missing} is missing in it`
    rmSync(join(versions, version), { recursive: true, force: true })
    renameSync(fresh, join(versions, version))
    syncFolderOf(fresh)
    return null
  } catch (error) {
    if (error instanceof ArchiveError) return error.message
    throw error
  } finally {
    clear()
  }
}

function fingerprintOf({ release }: Ready): string {
  return createHash('sha256').update(`${release.signature} ${release.manifest}`).digest('hex')
}

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b)
}
