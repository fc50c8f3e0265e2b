import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { takeAll } from '../../fill-disk.ts'

export interface SmallDisk {
  folder: string
  /** Takes all room, or all but so many octets. */
  fill(leave?: number): void
  /** Gives back what `fill` took. */
  empty(): void
  /** Mounts it so that nothing can be written, or that it can again. */
  readOnly(on: boolean): void
}

/** A disk of its own, of so many octets, gone with the test. Needs root. */
export function smallDisk(octets: number): SmallDisk {
  const mounted = mkdtempSync(join(tmpdir(), 'abordo-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${octets}`, 'abordo-test', mounted])
  onTestFinished(() => {
    execFileSync('umount', ['-l', mounted])
    rmSync(mounted, { recursive: true })
  })
  const folder = join(mounted, 'data')
  mkdirSync(folder)
  const filler = join(mounted, 'filler')
  return {
    folder,
    fill(leave = 0) {
      const { bavail, bsize } = statfsSync(mounted)
      if (leave > 0) writeFileSync(filler, Buffer.alloc(bavail * bsize - leave))
      else takeAll(filler)
    },
    empty: () => rmSync(filler),
    readOnly: (on) => void execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, mounted]),
  }
}

/** This process may write no file longer than that until the test ends; null: any. */
export function limitFiles(octets: number | null): void {
  const set = (limit: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${limit}:`])
  set(octets === null ? 'unlimited' : String(octets))
  if (octets !== null) onTestFinished(() => void set('unlimited'))
}
