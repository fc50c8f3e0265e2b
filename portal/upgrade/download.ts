import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'

export interface DownloadDeps {
  /** Fetches so many octets at most, from there on. */
  piece: (from: number, octets: number) => Promise<Buffer>
  /** Resolves so many milliseconds later; rejects where the portal stops meanwhile. */
  wait: (ms: number) => Promise<void>
}

/** Riders come first: a release comes slowly, a piece at a time. */
const PIECE_OCTETS = 256 * 1024
const OCTETS_PER_SECOND = 64 * 1024

/**
 * Fetches a file into `part`, going on where an earlier attempt or the power left off. Each piece is on the disk before the next is asked
 * for. Returns whether it is the very file that was signed; one that is not is removed. Throws where it could not be fetched to its end.
 */
export async function download(
  part: string,
  file: { octets: number; sha256: string },
  { piece, wait }: DownloadDeps,
): Promise<boolean> {
  let have = statSync(part, { throwIfNoEntry: false })?.size ?? 0
  while (have < file.octets) {
    const octets = await piece(have, PIECE_OCTETS)
    append(part, octets)
    have += octets.length
    if (have < file.octets) await wait((octets.length / OCTETS_PER_SECOND) * 1000)
  }
  if (have === file.octets && (await sha256Of(part)) === file.sha256) return true
  rmSync(part, { force: true })
  return false
}

function append(part: string, octets: Buffer): void {
  const file = openSync(part, 'a', 0o600)
  try {
    writeFileSync(file, octets)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const octets of createReadStream(path)) hash.update(octets)
  return hash.digest('hex')
}
