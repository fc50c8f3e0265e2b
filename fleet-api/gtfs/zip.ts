import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl'
import { AbordoError } from '../../contract/problem.ts'
import { type FeedWarning, quoted } from './complaints.ts'
import { type GtfsFile, gtfsFile } from './files.ts'
import { HARMLESS_OCTETS, type Limits } from './limits.ts'
import { checkTotal, type FeedFile, type FeedSource } from './source.ts'

/** Opens the ZIP of a GTFS dataset. Its entries are only ever streamed, so a hostile name has no path to reach. */
export async function openZip(path: string, limits: Limits): Promise<FeedSource> {
  const name = basename(path)
  const sha256 = await hashOf(path)
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(async (cause: unknown) => {
    const what = (await startsLikeZip(path))
      ? 'is a damaged or incomplete ZIP file; download it again'
      : 'is not a ZIP file; name the ZIP file of a GTFS feed'
    throw new AbordoError('bad-feed', `${name} ${what}.`, { cause })
  })
  try {
    // Closing the file can fail long after the feed was read, which must not end the program.
    zip.on('error', () => undefined)
    const { entries, warnings } = await listEntries(zip, name, limits)
    const files = new Map([...entries].map(([file, entry]) => [file, feedFile(zip, entry, file, limits)]))
    checkTotal(name, files, limits)
    return { sha256, files, warnings, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

/** The entries that are GTFS files: those at the top, or else those of the one folder that holds them. */
async function listEntries(
  zip: ZipFile,
  name: string,
  limits: Limits,
): Promise<{ entries: Map<GtfsFile, Entry>; warnings: FeedWarning[] }> {
  if (zip.entryCount > limits.entries) {
    throw new AbordoError(
      'bad-feed',
      `${name} holds ${zip.entryCount} files, more than the ${limits.entries} that are read; check that it is a GTFS feed.`,
    )
  }
  const folders = new Map<string, Map<GtfsFile, Entry>>()
  const warnings: FeedWarning[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      const entryName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
      const slash = entryName.lastIndexOf('/')
      const file = gtfsFile(entryName.slice(slash + 1))
      if (file === null) continue
      const ignore = (message: string) => warnings.push({ file: quoted(entryName), line: 0, message })
      if (validateFileName(entryName) !== null) {
        ignore('ignored, because its name leads out of the ZIP')
        continue
      }
      const folder = entryName.slice(0, slash + 1)
      const entries = folders.get(folder) ?? new Map<GtfsFile, Entry>()
      folders.set(folder, entries)
      if (entries.has(file)) ignore('ignored, because the ZIP holds this file twice; the first is used')
      else entries.set(file, entry)
    }
  } catch (cause) {
    const isEncrypted = cause instanceof Error && cause.message.includes('encryption')
    const what = isEncrypted
      ? 'is encrypted; pack it without a password'
      : 'is a damaged or incomplete ZIP file; download it again'
    throw new AbordoError('bad-feed', `${name} ${what}.`, { cause })
  }
  const top = folders.get('')
  if (top !== undefined) return { entries: top, warnings }
  if (folders.size > 1) {
    throw new AbordoError(
      'bad-feed',
      `${name} holds GTFS files in ${folders.size} folders; pack one feed, with its files at the top.`,
    )
  }
  for (const [folder, entries] of folders) {
    warnings.push({
      file: quoted(folder),
      line: 0,
      message: 'holds the files of the feed, which belong at the top of the ZIP',
    })
    return { entries, warnings }
  }
  return { entries: new Map(), warnings }
}

function feedFile(zip: ZipFile, entry: Entry, file: GtfsFile, limits: Limits): FeedFile {
  if (entry.isEncrypted()) throw new AbordoError('bad-feed', `${file} is encrypted; pack the feed without a password.`)
  if (!entry.canDecodeFileData()) {
    throw new AbordoError(
      'bad-feed',
      `${file} is packed by a method that is not read here; pack the feed with plain ZIP compression.`,
    )
  }
  const octets = entry.uncompressedSize
  if (octets > HARMLESS_OCTETS && octets > entry.compressedSize * limits.ratio) {
    throw new AbordoError(
      'bad-feed',
      `${file} unpacks to more than ${limits.ratio} times its size; check that it is a table of a GTFS feed.`,
    )
  }
  return { octets, chunks: () => entryChunks(zip, entry, file) }
}

/** yauzl holds the stream to the size that the ZIP states; the checksum is for us to compare. */
async function* entryChunks(zip: ZipFile, entry: Entry, file: GtfsFile): AsyncIterable<Buffer> {
  const damaged = (cause?: unknown) =>
    new AbordoError('bad-feed', `${file} is damaged in the ZIP; download the feed again.`, { cause })
  let sum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (cause) {
    throw damaged(cause)
  }
  if (sum !== entry.crc32) throw damaged()
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  } catch (cause) {
    throw new AbordoError('bad-feed', `${basename(path)} cannot be read; check that its owner lets you read it.`, {
      cause,
    })
  }
  return hash.digest('hex')
}

async function startsLikeZip(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.toString('latin1') === 'PK'
  } finally {
    await handle.close()
  }
}
