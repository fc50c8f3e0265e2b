import { readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSync } from './command.ts'
import { ETC_NETNS, folderOf, idOfFolder, NAMESPACES, prefixOf } from './names.ts'
import { ownerLives } from './owner.ts'

/** What is left of a bus on this machine; all empty once it is removed. */
export interface Leftovers {
  namespaces: string[]
  etcFolders: string[]
  processes: number[]
}

export function leftoversOf(id: string): Leftovers {
  const namespaces = listed(NAMESPACES, prefixOf(id))
  return { namespaces, etcFolders: listed(ETC_NETNS, prefixOf(id)), processes: processesIn(namespaces) }
}

/**
 * Removes all that a bus has made: kills by pid what runs in its namespaces (only the harness starts anything there),
 * then the namespaces with their interfaces, and the folders. Synchronous, so that it works at exit too.
 */
export function removeAll(id: string): void {
  const { namespaces, etcFolders } = leftoversOf(id)
  // More than once, since what is being killed may be starting something.
  for (let round = 0; round < 5; round += 1) {
    const processes = processesIn(namespaces)
    if (processes.length === 0) break
    for (const pid of processes) kill(pid)
  }
  const gone = runSync('ip', ['-force', '-batch', '-'], namespaces.map((name) => `netns del ${name}\n`).join(''))
  for (const name of etcFolders) rmSync(join(ETC_NETNS, name), { recursive: true, force: true })
  const left = listed(NAMESPACES, prefixOf(id))
  if (left.length > 0) throw new Error(`could not remove the namespaces ${left.join(', ')}: ${gone.stderr.trim()}`)
  rmSync(folderOf(id), { recursive: true, force: true })
}

/**
 * Removes the buses of test runs that crashed: those whose owner is dead. Returns the ids of those that it removed.
 * Another test file may be removing the same one at this very moment, so what fails here is left to the next call.
 */
export function removeStale(): string[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const id = idOfFolder(name)
    return id === null || ownerLives(id) || !tryRemoveAll(id) ? [] : [id]
  })
}

const live = new Set<string>()
let watching = false

/** From now on this bus is removed when this process ends, however it ends (short of SIGKILL; see removeStale). */
export function removeAtExit(id: string): void {
  live.add(id)
  if (watching) return
  watching = true
  process.on('exit', removeLive)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeLive()
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
}

export function forget(id: string): void {
  live.delete(id)
}

function removeLive(): void {
  for (const id of live) {
    live.delete(id)
    tryRemoveAll(id) // at exit nobody is left to tell; the next run's removeStale() tries again
  }
}

function tryRemoveAll(id: string): boolean {
  try {
    removeAll(id)
    return true
  } catch {
    return false
  }
}

function listed(folder: string, prefix: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(prefix))
  } catch {
    return []
  }
}

/** Every process whose network namespace is one of these. */
export function processesIn(namespaces: string[]): number[] {
  const inodes = new Set(namespaces.map((name) => `net:[${inodeOf(name)}]`))
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      return inodes.has(readlinkSync(`/proc/${entry}/ns/net`)) ? [Number(entry)] : []
    } catch {
      return [] // it has just ended
    }
  })
}

/** 0, which no namespace has, where it is not there. */
export function inodeOf(namespace: string): number {
  return statSync(join(NAMESPACES, namespace), { throwIfNoEntry: false })?.ino ?? 0
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has just ended
  }
}
