import { and, eq } from 'drizzle-orm'
import type { Architecture } from '../../contract/release.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { releasePart } from '../../db/fleet/schema.ts'

/** Octets of each part of a file but the last: a row that no engine minds, and that is in the memory only while it is sent. */
export const PART_OCTETS = 196_608

export interface ReleaseFile {
  version: string
  architecture: Architecture
}

const ofFile = ({ version, architecture }: ReleaseFile) =>
  and(eq(releasePart.version, version), eq(releasePart.architecture, architecture))

/** Forgets what is there of a version's files: of one that is not published. */
export async function clearParts(db: FleetDatabase, version: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(releasePart).where(eq(releasePart.version, version))
  })
}

/** Keeps one part, in a transaction of its own: a whole file would keep reports waiting. */
export async function writePart(db: FleetDatabase, file: ReleaseFile, part: number, octets: Buffer): Promise<void> {
  const row = { ...file, part, octets: octets.toString('base64') }
  await db.transaction(async (tx) => {
    await tx.insert(releasePart).values(row)
  })
}

/** Octets `first` to `last` of a file, part by part. Ends early where the file has gone. */
export async function* readParts(
  db: FleetReads,
  file: ReleaseFile,
  { first, last }: { first: number; last: number },
): AsyncGenerator<Buffer> {
  for (let part = Math.floor(first / PART_OCTETS); part * PART_OCTETS <= last; part += 1) {
    const [row] = await db
      .select({ octets: releasePart.octets })
      .from(releasePart)
      .where(and(ofFile(file), eq(releasePart.part, part)))
    if (!row) return
    const start = part * PART_OCTETS
    yield Buffer.from(row.octets, 'base64').subarray(Math.max(0, first - start), last + 1 - start)
  }
}
