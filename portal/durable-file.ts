import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
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

/** What a file holds; null: there is none, or none that `parse` takes: then `failed` hears why. */
export function readKept<T>(file: string, parse: (text: string) => T, failed: (error: unknown) => void): T | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return parse(text)
  } catch (error) {
    failed(error)
    return null
  }
}
