import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from '../../contract/release.ts'
import { syncFolderOf } from '../../db/gateway/sync-folder.ts'
import type { Clock } from '../clock.ts'
import { readKept, writeDurably } from '../durable-file.ts'
import type { FleetAddress } from '../fleet-ask.ts'
import { createFollower, type FollowerDeps } from '../follow.ts'
import { architectureOf, checkRelease, claimedVersion } from './check-release.ts'
import { download } from './download.ts'
import { openOutcomes } from './outcomes.ts'
import { ARCHIVE_FILE, inboxOf, READY_FILE, stateFileOf } from './places.ts'
import { pullPiece, pullRelease, tellOutcome } from './pull.ts'
import { type Ready, readRecord, readySchema, type UpgradeRecord } from './records.ts'
import { readReleaseKey } from './release-key.ts'

export interface UpgradeFollowDeps extends Omit<FollowerDeps<string>, 'follow' | 'running'> {
  dataDir: string
  upgrades: { releaseKey: string; versions: string }
  /** The version of this program. */
  running: string
  clock: Pick<Clock, 'now'>
  fleet: () => FleetAddress
  /** As node names this machine's processor. */
  processor: string
  log: (message: string, error?: unknown) => void
}

/** The windows of a release that waits are asked for again so often: the fleet knows two days of them. */
const WINDOWS_MS = 12 * 3_600_000
/** A file that is damaged once may have been so on its way; twice, it is so at the fleet. */
const MOST_DAMAGED = 2

/**
 * Follows the fleet's word on releases: fetches what is there for this gateway and lays it ready for root's side (`abordo upgrade apply`),
 * which alone puts it in force. And tells the fleet what became of it.
 */
export function createUpgradeFollower(deps: UpgradeFollowDeps) {
  const { upgrades, clock, fleet, log } = deps
  const architecture = architectureOf(deps.processor)
  const inbox = inboxOf(deps.dataDir)
  mkdirSync(inbox, { recursive: true })
  const outcomes = openOutcomes(inbox, log)
  const readyFile = join(inbox, READY_FILE)
  let ready = readKept(
    readyFile,
    (text) => readySchema.parse(JSON.parse(text)),
    (error) => log('ready.json cannot be used; the fleet is asked again', error),
  )
  let windowsAtMs = Number.NEGATIVE_INFINITY
  let damaged = 0
  let stopping: (() => void) | null = null
  let stopped = false

  const readyVersion = () => ready && claimedVersion(ready.release)
  const record = (): UpgradeRecord => readRecord(stateFileOf(upgrades.versions))

  function isSettled(version: string): boolean {
    if (version === deps.running || outcomes.isRefused(version)) return true
    const last = record().outcomes.findLast((outcome) => outcome.version === version)
    if (last && last.state !== 'taken') return true
    return readyVersion() === version && deps.uptime() - windowsAtMs < WINDOWS_MS
  }

  const wait = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      if (stopped) return reject(new Error('the portal stops'))
      const callOff = deps.after(ms, () => {
        stopping = null
        resolve()
      })
      stopping = () => {
        callOff()
        reject(new Error('the portal stops'))
      }
    })

  function refuse(version: string, reason: string): true {
    log(`version ${version} is refused: ${reason}`)
    outcomes.refuse({ version, state: 'refused', reason, at: new Date(clock.now()).toISOString() })
    return true
  }

  function layReady({ release, windows }: Ready): void {
    const next = { release, windows }
    writeDurably(readyFile, JSON.stringify(next), 0o600)
    ready = next
    windowsAtMs = deps.uptime()
  }

  async function take(wanted: string, isFor: Architecture): Promise<boolean> {
    const answer = await pullRelease(fleet(), { architecture: isFor, running: deps.running })
    if (!answer) return true
    const { sequence, waiting } = record()
    const publicKey = readReleaseKey(upgrades.releaseKey)
    const isWaiting = waiting !== null && claimedVersion(answer.release) === waiting.version
    const above = isWaiting ? sequence - 1 : sequence
    const checked = checkRelease(answer.release, { publicKey, architecture: isFor, above })
    if ('refused' in checked) return refuse(wanted, checked.refused)
    const { manifest, file } = checked
    if (waiting?.version === manifest.version || readyVersion() === manifest.version) {
      layReady(answer)
      return true
    }
    const part = join(inbox, `${file.sha256}.part`)
    for (const name of readdirSync(inbox))
      if (name.endsWith('.part') && join(inbox, name) !== part) rmSync(join(inbox, name))
    const asked = { version: manifest.version, ...file }
    const whole = await download(part, file, { piece: (from, octets) => pullPiece(fleet(), asked, from, octets), wait })
    if (!whole) {
      damaged += 1
      if (damaged >= MOST_DAMAGED) return refuse(manifest.version, 'its file is not the one that was signed')
      throw new Error('its file is not the one that was signed')
    }
    // The old word first: it must not stand beside a file that is not its own.
    ready = null
    rmSync(readyFile, { force: true })
    renameSync(part, join(inbox, ARCHIVE_FILE))
    syncFolderOf(readyFile)
    layReady(answer)
    damaged = 0
    log(`version ${manifest.version} is here and waits for its time`)
    return true
  }

  async function follow(wanted: string): Promise<boolean> {
    if (architecture === null) return true
    try {
      return await take(wanted, architecture)
    } catch (error) {
      if (!stopped) log(`version ${wanted} could not be fetched; it goes on later`, error)
      return false
    }
  }

  let telling: Promise<void> | null = null
  function tell(): void {
    if (telling || !outcomes.isAnyUntold(record())) return
    telling = outcomes
      .tell(record(), (outcome) => tellOutcome(fleet(), outcome))
      .catch((error: unknown) => log('the fleet could not be told of an upgrade; it is told later', error))
      .finally(() => {
        telling = null
      })
  }

  /** The large file has been copied, or is of no use any more. */
  function tidy(): void {
    const known = record().outcomes
    if (ready && known.some(({ version }) => version === readyVersion()))
      rmSync(join(inbox, ARCHIVE_FILE), { force: true })
  }

  /** The fleet offers it no more, perhaps because it failed elsewhere: it may stay on the disk, but its time does not come. */
  function withdraw(): void {
    if (!ready || ready.windows.length === 0) return
    layReady({ ...ready, windows: [] })
    windowsAtMs = Number.NEGATIVE_INFINITY
  }

  const follower = createFollower({ ...deps, running: () => '', follow })

  return {
    /** The fleet answers, and names the release that is there for this gateway; null: none. */
    want(version: string | null): void {
      try {
        tell()
        tidy()
        if (version === null) withdraw()
        else if (!isSettled(version)) follower.want(version)
      } catch (error) {
        log('upgrades could not be looked after', error)
      }
    },
    async idle(): Promise<void> {
      await follower.idle()
      await telling
    },
    stop(): void {
      stopped = true
      follower.stop()
      stopping?.()
    },
  }
}
