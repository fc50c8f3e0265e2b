import { AbordoError } from '../../contract/problem.ts'
import type { FeedWarning } from './complaints.ts'
import type { GtfsFile } from './files.ts'
import type { Limits } from './limits.ts'

/** One file of a feed: how large it is, and its content, a chunk at a time. */
export interface FeedFile {
  octets: number
  chunks(): AsyncIterable<Buffer>
}

/** An opened feed. Nothing of it is unpacked to disk. */
export interface FeedSource {
  /** Of the ZIP's octets; of a folder: of the names, sizes and octets of the files that are read. */
  sha256: string
  files: ReadonlyMap<GtfsFile, FeedFile>
  warnings: readonly FeedWarning[]
  close(): void
}

/** Throws where the files are more than may be read. */
export function checkTotal(name: string, files: ReadonlyMap<GtfsFile, FeedFile>, limits: Limits): void {
  const total = totalOctets(files)
  if (total > limits.totalOctets) {
    throw new AbordoError(
      'bad-feed',
      `${name} unpacks to ${total} octets, more than the ${limits.totalOctets} that are read; check that it is a GTFS feed.`,
    )
  }
}

export function totalOctets(files: ReadonlyMap<GtfsFile, FeedFile>): number {
  let total = 0
  for (const { octets } of files.values()) total += octets
  return total
}
