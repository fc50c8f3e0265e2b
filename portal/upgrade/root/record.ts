import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UpgradeState } from '../../../contract/release.ts'
import { syncFolderOf } from '../../../db/gateway/sync-folder.ts'
import { writeDurably } from '../../durable-file.ts'
import { stateFileOf, trialFileOf } from '../places.ts'
import { readRecord, readTrial, type Trial, type UpgradeRecord } from '../records.ts'

const MOST_OUTCOMES = 50

/** What root has noted of releases, in a folder that nobody else may write to. Each change is on the disk before it returns. */
export function openRecord(versions: string) {
  mkdirSync(versions, { recursive: true, mode: 0o755 })
  const stateFile = stateFileOf(versions)
  const trialFile = trialFileOf(versions)
  const waitingFile = join(versions, 'waiting')
  let held = readRecord(stateFile)

  function change(over: Partial<UpgradeRecord>): void {
    const next = { ...held, ...over }
    writeDurably(stateFile, `${JSON.stringify(next, null, 2)}\n`)
    held = next
    // For systemd, which starts nothing each minute where nothing waits (deploy/units/abordo-upgrade.service).
    if (next.waiting) writeFileSync(waitingFile, '')
    else rmSync(waitingFile, { force: true })
  }

  return {
    current: (): UpgradeRecord => held,
    change,
    /** Notes what became of a version, for the portal to tell the fleet, together with what else changes. */
    outcome(
      version: string,
      state: UpgradeState,
      reason: string | null,
      atMs: number,
      over: Partial<UpgradeRecord> = {},
    ): void {
      const id = (held.outcomes.at(-1)?.id ?? 0) + 1
      const at = new Date(atMs).toISOString()
      const one = { id, version, state, reason: reason?.slice(0, 400) ?? null, at }
      change({ ...over, outcomes: [...held.outcomes, one].slice(-MOST_OUTCOMES) })
    },
    trial: (): Trial | null => readTrial(trialFile),
    beginTrial: (trial: Trial): void => writeDurably(trialFile, JSON.stringify(trial)),
    endTrial(): void {
      rmSync(trialFile, { force: true })
      syncFolderOf(trialFile)
    },
  }
}

export type Record = ReturnType<typeof openRecord>
