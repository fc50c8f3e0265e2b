import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { syncFolderOf } from '../db/gateway/sync-folder.ts'

/**
 * Writes a file whole or not at all, durably: after it has returned, a power cut does not bring the old one back. For that the folder
 * has to be synced too: the new name stands in there. Throws where the disk does not take it.
 */
export function writeDurably(file: string, text: string, mode = 0o644): void {
  const fresh = `${file}.new`
  writeFileSync(fresh, text, { mode, flush: true })
  // One that an earlier attempt left behind has the mode that it had.
  chmodSync(fresh, mode)
  renameSync(fresh, file)
  syncFolderOf(file)
}
