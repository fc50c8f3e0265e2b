import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AbordoError } from '../../contract/problem.ts'
import { openFolder } from './folder.ts'
import type { Limits } from './limits.ts'
import type { FeedSource } from './source.ts'
import { openZip } from './zip.ts'

/** Opens a GTFS dataset: a ZIP, or a folder with its files (GTFS Schedule, "Dataset Publishing"). */
export async function openFeed(path: string, limits: Limits): Promise<FeedSource> {
  const name = basename(path)
  const found = await stat(path).catch((cause: unknown) => {
    throw new AbordoError('bad-feed', `${name} cannot be found; check the path of the feed.`, { cause })
  })
  if (!found.isFile() && !found.isDirectory()) {
    throw new AbordoError('bad-feed', `${name} is neither a ZIP file nor a folder; name the ZIP file of a GTFS feed.`)
  }
  return found.isDirectory() ? openFolder(path, limits) : openZip(path, limits)
}
