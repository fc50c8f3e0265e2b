import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AbordoError } from '../../contract/problem.ts'
import { GTFS_FILES, type GtfsFile } from './files.ts'
import type { Limits } from './limits.ts'
import { checkTotal, type FeedFile, type FeedSource } from './source.ts'

/** Opens a folder that holds the files of a GTFS dataset, unpacked. */
export async function openFolder(path: string, limits: Limits): Promise<FeedSource> {
  const files = new Map<GtfsFile, FeedFile>()
  for (const file of GTFS_FILES) {
    const found = await stat(join(path, file)).catch(() => null)
    if (found?.isFile()) files.set(file, { octets: found.size, chunks: () => fileChunks(join(path, file)) })
  }
  checkTotal(basename(path), files, limits)
  const hash = createHash('sha256')
  for (const [file, { octets, chunks }] of files) {
    hash.update(`${file}\0${octets}\0`)
    for await (const chunk of chunks()) hash.update(chunk)
  }
  return { sha256: hash.digest('hex'), files, warnings: [], close: () => undefined }
}

async function* fileChunks(path: string): AsyncIterable<Buffer> {
  try {
    yield* createReadStream(path)
  } catch (cause) {
    throw new AbordoError('bad-feed', `${basename(path)} cannot be read; check that its owner lets you read it.`, {
      cause,
    })
  }
}
