import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderOf } from './names.ts'

/** Which process a bus belongs to. The start time tells it from a later process with the same pid. */
interface Owner {
  pid: number
  startTicks: string
}

/** Makes the bus's folder with its owner in it, in one step, so that nobody ever sees a folder without an owner. */
export function claimFolder(id: string): string {
  const folder = folderOf(id)
  const making = mkdtempSync(join(tmpdir(), 'abordo-making-'))
  const owner: Owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? '' }
  writeFileSync(join(making, 'owner'), JSON.stringify(owner))
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    throw new Error(`there is already a bus "${id}" (${folder}): ${(error as Error).message}`)
  }
  return folder
}

/** Whether the process that made this bus still runs. */
export function ownerLives(id: string): boolean {
  try {
    const owner: Owner = JSON.parse(readFileSync(join(folderOf(id), 'owner'), 'utf8'))
    return startTicks(owner.pid) === owner.startTicks
  } catch {
    return false
  }
}

/** Field 22 of /proc/PID/stat; the second field, in brackets, may hold spaces. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
