import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { syncFolderOf } from '../gateway/sync-folder.ts'
import { copyFile, type FileCopied, type FileCopyOptions } from './file-copy.ts'

export type BackupOptions = Omit<FileCopyOptions, 'to'>

/** While it is being made. */
const PART = '.part'
const OWN = /^abordo-\d{4}-\d\d-\d\dT\d{6}Z\.db$/

/**
 * Makes a backup at `to`, in the place of what is there. It is there as a whole, on the disk, or not at all; what one that was
 * killed has left is cleared away. Throws what copyFile throws.
 */
export async function backUp(to: string, options: BackupOptions): Promise<FileCopied> {
  const part = to + PART
  forget(part)
  const copied = await copyFile({ ...options, to: part })
  renameSync(part, to)
  syncFolderOf(to)
  return copied
}

/** A backup of its own name in a folder, of which the newest `keep` are left. `now`: ms since 1970. */
export async function backUpInto(
  folder: string,
  { keep, now, ...options }: BackupOptions & { keep: number; now: number },
): Promise<FileCopied & { path: string; removed: number }> {
  for (const name of readdirSync(folder)) {
    // Of one that was killed: it may hold what no copy may.
    const finished = name.replace(/\.part(-journal|-wal|-shm)?$/, '')
    if (finished !== name && OWN.test(finished)) rmSync(join(folder, name), { force: true })
  }
  const path = join(folder, `abordo-${stampOf(now)}.db`)
  const copied = await backUp(path, options)
  // Never this one itself, even where the clock was ahead when others were made.
  const others = readdirSync(folder).filter((name) => OWN.test(name) && name !== basename(path))
  const old = others.sort().slice(0, Math.max(0, others.length - (keep - 1)))
  for (const name of old) rmSync(join(folder, name))
  return { ...copied, path, removed: old.length }
}

/** A moment as it stands in the names of files, UTC. */
export function stampOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}Z`
}

function forget(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, { force: true })
}
