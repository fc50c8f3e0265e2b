import { mkdirSync, rmSync } from 'node:fs'
import { takeAll } from '../fill-disk.ts'
import type { Place } from './place.ts'

/** A small disk of its own for a gateway's data. */
export interface DataDisk {
  /** The command that runs a program with this disk in place. */
  before: string[]
  /** A file's path as seen from the test. */
  file(name: string): string
  /** Takes the last octet. */
  fill(): void
  /** Gives back what `fill` took. */
  empty(): void
}

/**
 * Mounts 4 MiB at `folder`, in a mount namespace that a program of the place keeps. So the disk outlives what runs on it, and
 * goes with the bus, however that ends.
 */
export async function smallDisk(place: Place, folder: string): Promise<DataDisk> {
  mkdirSync(folder, { recursive: true })
  const mount = `mount -t tmpfs -o size=4m abordo-test ${folder} && echo mounted && exec sleep infinity`
  const keeper = place.run('unshare', ['--mount', 'sh', '-c', mount])
  await keeper.waitForLine(/mounted/)
  const file = (name: string) => `/proc/${keeper.pid}/root${folder}/${name}`
  return {
    before: ['nsenter', `--mount=/proc/${keeper.pid}/ns/mnt`],
    file,
    fill: () => takeAll(file('filler')),
    empty: () => rmSync(file('filler')),
  }
}
