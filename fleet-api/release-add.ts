import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { AbordoError } from '../contract/problem.ts'
import {
  type Architecture,
  type ReleaseManifest,
  releaseManifestSchema,
  signedReleaseSchema,
} from '../contract/release.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import { clearParts, PART_OCTETS, readParts, writePart } from './queries/release-parts.ts'
import { insertRelease, listReleases } from './queries/releases.ts'

/** A release as `abordo release make` has left it. */
export interface ReleaseFolder {
  manifest: string
  signature: string
  /** The octets of one of its files, in pieces of any length. Throws where there is none. */
  open: (file: { version: string; architecture: Architecture }) => AsyncIterable<Buffer>
}

/**
 * Takes a version in, for nobody yet. `publicKey`: PEM of the key that it has to be signed with; null: whoever has signed it, gateways
 * check it themselves. Throws AbordoError (bad-request): it is not whole, or not signed so, or its version or sequence is here already.
 */
export async function addRelease(
  db: FleetDatabase,
  folder: ReleaseFolder,
  { publicKey, by }: { publicKey: string | null; by: By },
): Promise<ReleaseManifest> {
  const manifest = checkedManifest(folder, publicKey)
  const { version, sequence, files } = manifest
  await refuseKnown(db, manifest)
  // What an add that failed has left.
  await clearParts(db, version)
  try {
    for (const file of files) await storeFile(db, version, file, folder.open({ version, ...file }))
    await recorded(db, by, async (tx) => {
      await refuseKnown(tx, manifest)
      const { manifest: text, signature } = folder
      const row = {
        version,
        sequence,
        manifest: text,
        signature,
        addedAt: by.now,
        ring: 'none',
        ringAt: by.now,
      } as const
      await insertRelease(tx, row)
      const details = { sequence, architectures: files.map(({ architecture }) => architecture) }
      return { result: undefined, deed: { action: 'release add', target: { kind: 'release', id: version }, details } }
    })
  } catch (error) {
    if (!(await listReleases(db)).some((known) => known.version === version)) await clearParts(db, version)
    throw error
  }
  return manifest
}

function checkedManifest({ manifest: text, signature }: ReleaseFolder, publicKey: string | null): ReleaseManifest {
  const signed = signedReleaseSchema.safeParse({ manifest: text, signature })
  if (!signed.success)
    throw refused(`its ${signed.error.issues[0]?.path.join('.')} is ${signed.error.issues[0]?.message}`)
  if (publicKey !== null && !isSignedBy(keyOf(publicKey), signed.data))
    throw refused('it is not signed with the key of FLEET_RELEASE_KEY. Do not use it, and ask where it comes from')
  const parsed = releaseManifestSchema.safeParse(jsonOf(text))
  if (!parsed.success)
    throw refused(
      `its manifest is not valid: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
    )
  const architectures = new Set(parsed.data.files.map(({ architecture }) => architecture))
  if (architectures.size < parsed.data.files.length) throw refused('its manifest names an architecture twice')
  return parsed.data
}

function isSignedBy(key: KeyObject, { manifest, signature }: { manifest: string; signature: string }): boolean {
  return verify(null, Buffer.from(manifest), key, Buffer.from(signature, 'base64url'))
}

function keyOf(publicKey: string): KeyObject {
  try {
    const key = createPublicKey(publicKey)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // It says so below.
  }
  throw new AbordoError('bad-request', 'FLEET_RELEASE_KEY is not an Ed25519 public key in PEM: give it release.pub.')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function refuseKnown(db: FleetReads, { version, sequence }: ReleaseManifest): Promise<void> {
  const known = await listReleases(db)
  if (known.some((row) => row.version === version)) throw refused(`version ${version} is here already`)
  const same = known.find((row) => row.sequence === sequence)
  if (same) throw refused(`its sequence ${sequence} is that of version ${same.version}, and gateways take none twice`)
}

/** Writes a file part by part, and reads it back: what gateways are given is what was signed. */
async function storeFile(
  db: FleetDatabase,
  version: string,
  { architecture, octets, sha256 }: ReleaseManifest['files'][number],
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  const file = { version, architecture }
  let part = 0
  let got = 0
  for await (const octetsOfPart of inParts(pieces)) {
    got += octetsOfPart.length
    if (got > octets) break
    await writePart(db, file, part, octetsOfPart)
    part += 1
  }
  if (got !== octets) throw refused(`its file for ${architecture} does not have the ${octets} octets of the manifest`)
  const hash = createHash('sha256')
  for await (const stored of readParts(db, file, { first: 0, last: octets - 1 })) hash.update(stored)
  if (hash.digest('hex') !== sha256) throw refused(`its file for ${architecture} is not the one that was signed`)
}

async function* inParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    rest = Buffer.concat([rest, piece])
    while (rest.length >= PART_OCTETS) {
      yield rest.subarray(0, PART_OCTETS)
      rest = rest.subarray(PART_OCTETS)
    }
  }
  if (rest.length > 0) yield rest
}

function refused(why: string): AbordoError {
  return new AbordoError('bad-request', `This release is refused: ${why}.`)
}
