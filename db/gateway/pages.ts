import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** A database's pages as they stand, the write-ahead log's over the file's, read without SQLite: also where SQLite gives up. */
export interface Pages {
  pageSize: number
  /** Octets of a page that SQLite uses. */
  usable: number
  /** How many there are, a torn last one among them. */
  count: number
  /** The last page was cut within, and the log does not have it. */
  torn: boolean
  /** Page `n` (the first is 1), as much of it as is there; null: nothing. */
  read(n: number): Buffer | null
  close(): void
}

const HEADER = 100
const FRAME_HEADER = 24
const LOG_HEADER = 32
const USUAL_PAGE_SIZE = 4096

/** Opens the pages of the database at `path`. Throws where the file itself cannot be opened. */
export function openPages(path: string): Pages {
  const file = openSync(path, 'r')
  const log = existsSync(`${path}-wal`) ? openSync(`${path}-wal`, 'r') : null
  const size = fstatSync(file).size
  const header = readAt(file, 0, HEADER) ?? Buffer.alloc(0)
  const logHeader = log === null ? null : readAt(log, 0, LOG_HEADER)
  const pageSize = pageSizeOf(header, logHeader)
  const { frames, commitPages } =
    log === null || logHeader === null ? { frames: new Map<number, number>(), commitPages: 0 } : framesOf(log, pageSize)
  const whole = Math.floor(size / pageSize)
  const first = frames.get(1)
  const reserved = (first === undefined || log === null ? header : (readAt(log, first, HEADER) ?? header))[20] ?? 0
  return {
    pageSize,
    usable: pageSize - (reserved < 32 ? reserved : 0),
    count: Math.max(Math.ceil(size / pageSize), commitPages),
    torn: size % pageSize !== 0 && !frames.has(whole + 1),
    read(n) {
      const frame = frames.get(n)
      if (frame !== undefined && log !== null) return readAt(log, frame, pageSize)
      return readAt(file, (n - 1) * pageSize, pageSize)
    },
    close() {
      closeSync(file)
      if (log !== null) closeSync(log)
    },
  }
}

/** What is there of so many octets; null: nothing, or the disk will not give it. */
function readAt(file: number, offset: number, octets: number): Buffer | null {
  const buffer = Buffer.alloc(octets)
  try {
    const read = readSync(file, buffer, 0, octets, offset)
    return read === 0 ? null : buffer.subarray(0, read)
  } catch {
    return null
  }
}

function pageSizeOf(header: Buffer, logHeader: Buffer | null): number {
  const told: number[] = []
  if (header.length >= 18 && header.toString('latin1', 0, 15) === 'SQLite format 3') told.push(header.readUInt16BE(16))
  if (logHeader && logHeader.length >= 12) told.push(logHeader.readUInt32BE(8))
  const sizes = told.map((size) => (size === 1 ? 65_536 : size))
  return sizes.find((size) => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0) ?? USUAL_PAGE_SIZE
}

/**
 * Where in the log the latest committed image of each page begins, and how many pages the last commit left. As SQLite reads a log:
 * up to the first frame whose salt or checksum is wrong (https://sqlite.org/fileformat2.html#walformat).
 */
function framesOf(log: number, pageSize: number): { frames: Map<number, number>; commitPages: number } {
  const frames = new Map<number, number>()
  let commitPages = 0
  const header = readAt(log, 0, LOG_HEADER)
  if (!header || header.length < LOG_HEADER || header.readUInt32BE(0) >>> 1 !== 0x377f0682 >>> 1)
    return { frames, commitPages }
  const word = (header.readUInt32BE(0) & 1) === 1 ? 'readUInt32BE' : 'readUInt32LE'
  const sum = (over: Buffer, from: readonly [number, number]): [number, number] => {
    let [a, b] = from
    for (let at = 0; at + 8 <= over.length; at += 8) {
      a = (a + over[word](at) + b) >>> 0
      b = (b + over[word](at + 4) + a) >>> 0
    }
    return [a, b]
  }
  let sums = sum(header.subarray(0, 24), [0, 0])
  if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return { frames, commitPages }
  const salt = header.subarray(16, 24)
  let uncommitted = new Map<number, number>()
  for (let at = LOG_HEADER; ; at += FRAME_HEADER + pageSize) {
    const frame = readAt(log, at, FRAME_HEADER + pageSize)
    if (!frame || frame.length < FRAME_HEADER + pageSize || !frame.subarray(8, 16).equals(salt)) break
    sums = sum(frame.subarray(FRAME_HEADER), sum(frame.subarray(0, 8), sums))
    if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) break
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER)
    const pagesAfterCommit = frame.readUInt32BE(4)
    if (pagesAfterCommit === 0) continue
    commitPages = pagesAfterCommit
    for (const [n, offset] of uncommitted) frames.set(n, offset)
    uncommitted = new Map()
  }
  return { frames, commitPages }
}
