import { statfs } from 'node:fs/promises'
import type { Health } from '../../contract/telemetry.ts'

/** The file system that a folder lies in: what programs without root's reserve may still write, and its size. */
export async function readDisk(folder: string): Promise<Health['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return octetsOf(bavail * bsize, blocks * bsize)
  } catch {
    return null
  }
}

/** Pseudo file systems without blocks have no size to speak of. */
function octetsOf(freeOctets: number, totalOctets: number): Health['disk'] {
  const fits = Number.isSafeInteger(freeOctets) && Number.isSafeInteger(totalOctets)
  return fits && freeOctets >= 0 && totalOctets > 0 ? { freeOctets, totalOctets } : null
}
