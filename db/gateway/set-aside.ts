import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolderOf } from './sync-folder.ts'

const PARTS = ['', '-wal', '-shm']

/** Deletes a database: its file, its log and what they share. */
export function removeDatabase(path: string): void {
  for (const part of PARTS) rmSync(`${path}${part}`, { force: true })
}

/** Where a new database is made, and where it lies once it is whole, until it takes the place of the old one. */
export const buildingAt = (path: string) => `${path}.building`
export const wholeAt = (path: string) => `${path}.new`

/** The database built for `path` is whole and durable: from here on it is the one, also after a power cut. */
export function declareWhole(path: string): void {
  renameSync(buildingAt(path), wholeAt(path))
  syncFolderOf(path)
}

/**
 * Puts the new database in the place of the old one, which nobody may have open; does nothing where there is no new one. `keep`: the
 * old one is set aside, in the place of any that was before. Returns its name.
 */
export function takeThePlace(path: string, keep: boolean, now: number): string | null {
  if (!existsSync(wholeAt(path))) return null
  const aside = keep && existsSync(path) ? nextName(path) : null
  if (aside !== null) {
    // The log first: where a power cut comes between, the rest follows under the same name or the next, to be deleted like it.
    if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`)
    renameSync(path, aside)
    utimesSync(aside, now / 1000, now / 1000)
  }
  removeDatabase(path)
  renameSync(wholeAt(path), path)
  syncFolderOf(path)
  if (aside !== null) for (const older of setAside(path)) if (older !== aside) removeDatabase(older)
  return aside === null ? null : basename(aside)
}

/** Deletes what was set aside longer ago than `keepMs`, or at a time that the clock has not come to yet. Returns how many it were. */
export function forgetSetAside(path: string, keepMs: number, now: number): number {
  const old = setAside(path).filter((file) => Math.abs(now - ageOf(file)) >= keepMs)
  for (const file of old) removeDatabase(file)
  return old.length
}

function setAside(path: string): string[] {
  const folder = dirname(path)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const pattern = /\.damaged-\d+(?:-wal)?$/
  const files = names.filter((name) => name.startsWith(`${basename(path)}.damaged-`) && pattern.test(name))
  return [...new Set(files.map((name) => join(folder, name.replace(/-wal$/, ''))))]
}

function nextName(path: string): string {
  const numbers = setAside(path).map((file) => Number(file.split('-').at(-1)))
  return `${path}.damaged-${Math.max(0, ...numbers) + 1}`
}

/** When it was set aside. One whose log only is there was never set aside whole: as old as can be. */
function ageOf(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0
}
