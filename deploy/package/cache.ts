import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'abordo')

/** A folder that is made once and kept, by a name that says all that it depends on. Made whole or not at all. */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(FOLDER, name)
  if (existsSync(folder)) return folder
  mkdirSync(dirname(folder), { recursive: true })
  const making = mkdtempSync(`${folder}.making-`)
  try {
    await make(making)
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    // Another build may have made it meanwhile.
    if (!existsSync(folder)) throw error
  }
  return folder
}
