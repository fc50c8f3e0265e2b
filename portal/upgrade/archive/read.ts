import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { syncFolderOf } from '../../../db/gateway/sync-folder.ts'
import { BLOCK, checksumOf, isPlainPath, MOST_ENTRIES, MOST_UNPACKED_OCTETS } from './names.ts'

/** An archive that is not one of ours; the message says why, in one plain line. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
}

/**
 * Unpacks a release into a new folder, durably. Takes what packFolder makes and nothing else: plain files and folders with plain relative
 * paths, each once. Throws ArchiveError, with whatever was unpacked so far left for the caller to remove.
 */
export async function unpackInto(folder: string, packed: Readable, mostOctets = MOST_UNPACKED_OCTETS): Promise<void> {
  const source = new Blocks(packed, mostOctets)
  const folders = new Set([''])
  const seen = new Set<string>()
  mkdirSync(folder, { mode: 0o755 })
  try {
    for (;;) {
      const header = await source.take(BLOCK)
      if (header.every((octet) => octet === 0)) break
      const { path, size, isFolder, executable } = entryOf(header)
      if (seen.has(path)) throw new ArchiveError(`${path} is in it twice`)
      if (seen.size >= MOST_ENTRIES) throw new ArchiveError('it holds too many files')
      if (!folders.has(dirname(`/${path}`).slice(1))) throw new ArchiveError(`the folder of ${path} is not in it`)
      seen.add(path)
      if (isFolder) {
        folders.add(path)
        mkdirSync(join(folder, path), { mode: 0o755 })
      } else await writeFile(join(folder, path), size, executable, source)
    }
    await source.onlyZeros()
  } catch (error) {
    throw isOfZlib(error) ? new ArchiveError('it cannot be unpacked: it is damaged or cut off') : error
  } finally {
    packed.destroy()
  }
  for (const path of folders) syncFolderOf(join(folder, path, 'x'))
  syncFolderOf(folder)
}

function entryOf(header: Buffer): { path: string; size: number; isFolder: boolean; executable: boolean } {
  const text = (from: number, length: number) => {
    const field = header.subarray(from, from + length)
    const end = field.indexOf(0)
    return field.toString('latin1', 0, end < 0 ? length : end)
  }
  const octal = (from: number, length: number) => {
    const digits = text(from, length).trim()
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
  }
  if (text(257, 6) !== 'ustar' || octal(148, 8) !== checksumOf(header))
    throw new ArchiveError('it is no archive of ours')
  const prefix = text(345, 155)
  const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`
  const kind = text(156, 1)
  const size = octal(124, 12)
  // First, so that no other reason repeats a name that is made to do harm in a log.
  if (!isPlainPath(path)) throw new ArchiveError('a path in it does not stay in its folder')
  if (kind !== '0' && kind !== '5') throw new ArchiveError(`${path} is neither a file nor a folder`)
  if (Number.isNaN(size) || (kind === '5' && size !== 0)) throw new ArchiveError(`${path} has no size that can be read`)
  return { path, size, isFolder: kind === '5', executable: (octal(100, 8) & 0o100) !== 0 }
}

async function writeFile(path: string, size: number, executable: boolean, source: Blocks): Promise<void> {
  const file = openSync(path, 'wx', executable ? 0o755 : 0o644)
  try {
    let left = size
    while (left > 0) {
      const piece = await source.takeUpTo(left)
      writeFileSync(file, piece)
      left -= piece.length
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  await source.take((BLOCK - (size % BLOCK)) % BLOCK)
}

/** The octets of a gzipped stream, as many as are asked for. */
class Blocks {
  readonly #octets: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)
  #total = 0

  constructor(
    packed: Readable,
    readonly mostOctets: number,
  ) {
    const unpacked = createGunzip()
    packed.on('error', (error) => unpacked.destroy(error))
    this.#octets = packed.pipe(unpacked)[Symbol.asyncIterator]()
  }

  async take(count: number): Promise<Buffer> {
    const pieces: Buffer[] = []
    for (let left = count; left > 0; ) {
      const piece = await this.takeUpTo(left)
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }

  /** At least one octet. */
  async takeUpTo(most: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw new ArchiveError('it is cut off')
    const taken = this.#held.subarray(0, most)
    this.#held = this.#held.subarray(taken.length)
    return taken
  }

  /** After the end there may be zeros, and nothing else. */
  async onlyZeros(): Promise<void> {
    do {
      if (this.#held.some((octet) => octet !== 0)) throw new ArchiveError('there is something behind its end')
    } while (await this.#more())
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#octets.next()
    if (done) return false
    this.#held = value
    this.#total += value.length
    if (this.#total > this.mostOctets) throw new ArchiveError('it unpacks to more than a release may')
    return true
  }
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code))
}
