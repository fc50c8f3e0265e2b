import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs'
import type { ReleaseFile } from '../check-release.ts'
import { ARCHIVE_FILE, READY_FILE } from '../places.ts'
import { type Ready, readySchema } from '../records.ts'

/** A manifest, its signature and two weeks of windows; an enrolment is shorter. */
const MOST_OCTETS = 64_000
const PIECE = 1 << 20

/**
 * Opens a file of the portal's for root: neither its folder nor itself may be a link, and a pipe does not hold it up. Null: there is none
 * such. What is in it, only its signature can tell.
 */
function openOf(inbox: string, name: string): number | null {
  try {
    const folder = openSync(inbox, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    try {
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
      const file = openSync(`/proc/self/fd/${folder}/${name}`, flags)
      if (fstatSync(file).isFile()) return file
      closeSync(file)
      return null
    } finally {
      closeSync(folder)
    }
  } catch {
    return null
  }
}

/** The text of a file of the portal's; null: there is none that root would open, or it is too long. */
export function readOf(folder: string, name: string): string | null {
  const file = openOf(folder, name)
  if (file === null) return null
  try {
    const octets = Buffer.alloc(MOST_OCTETS + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < octets.length; length += read)
      read = readSync(file, octets, length, octets.length - length, null)
    return length > MOST_OCTETS ? null : octets.toString('utf8', 0, length)
  } catch {
    return null
  } finally {
    closeSync(file)
  }
}

/** What the portal says is ready; null: nothing, or nothing that can be read. */
export function readReady(inbox: string): Ready | null {
  const text = readOf(inbox, READY_FILE)
  try {
    return text === null ? null : (readySchema.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}

/**
 * Copies the archive to where the portal cannot change it any more, and holds it against what was signed. Returns why it is refused; null:
 * it is the very file. Throws where the disk does not take it.
 */
export function copyArchive(inbox: string, to: string, signed: ReleaseFile): string | null {
  const from = openOf(inbox, ARCHIVE_FILE)
  if (from === null) return 'its file is not there'
  try {
    const { size } = fstatSync(from)
    if (size !== signed.octets) return `its file has ${size} octets and not ${signed.octets}: it is cut or another`
    const hash = createHash('sha256')
    const into = openSync(to, 'wx', 0o600)
    try {
      const piece = Buffer.alloc(PIECE)
      for (let left = signed.octets; left > 0; ) {
        const read = readSync(from, piece, 0, Math.min(left, piece.length), null)
        if (read === 0) return 'its file was cut while it was read'
        hash.update(piece.subarray(0, read))
        writeFileSync(into, piece.subarray(0, read))
        left -= read
      }
      fsyncSync(into)
    } finally {
      closeSync(into)
    }
    return hash.digest('hex') === signed.sha256 ? null : 'its file is not the one that was signed'
  } finally {
    closeSync(from)
  }
}
