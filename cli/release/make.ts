import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ARCHITECTURES,
  type Architecture,
  MOST_RELEASE_OCTETS,
  type ReleaseManifest,
  releaseManifestSchema,
} from '../../contract/release.ts'
import { packFolder } from '../../portal/upgrade/archive/write.ts'
import { versionIn } from '../../portal/upgrade/root/installed.ts'

export interface ReleaseOrder {
  /** The program folder of each architecture. */
  folders: Partial<Record<Architecture, string>>
  /** Must not be there yet. */
  out: string
  notes: string
  sequence: number
  /** PEM. */
  privateKey: string
  /** Ms since 1970. */
  now: number
}

/** Packs and signs a release: manifest.json, signature, and an archive for each architecture. The same folders make the same archives. */
export function makeRelease(order: ReleaseOrder): ReleaseManifest {
  const { out, notes, sequence } = order
  if (existsSync(out)) throw new Error(`${out} is there already: name a new folder`)
  const folders = ARCHITECTURES.flatMap((architecture) => {
    const folder = order.folders[architecture]
    return folder === undefined ? [] : [{ architecture, folder }]
  })
  if (folders.length === 0) throw new Error('there is nothing to pack: name a program folder with --amd64 or --arm64')
  const key = signingKey(order.privateKey)
  const version = versionOf(folders.map(({ folder }) => folder))
  const packed = folders.map(({ architecture, folder }) => ({ architecture, octets: packFolder(folder) }))
  const large = packed.find(({ octets }) => octets.length > MOST_RELEASE_OCTETS)
  if (large) throw new Error(`the program for ${large.architecture} is larger than a release may be`)
  const manifest = releaseManifestSchema.parse({
    product: 'abordo-gateway',
    version,
    sequence,
    madeAt: new Date(order.now).toISOString(),
    notes,
    files: packed.map(({ architecture, octets }) => ({
      architecture,
      octets: octets.length,
      sha256: createHash('sha256').update(octets).digest('hex'),
    })),
  })
  const text = JSON.stringify(manifest)
  mkdirSync(out, { recursive: true })
  for (const { architecture, octets } of packed)
    writeFileSync(join(out, `abordo-gateway_${version}_${architecture}.tar.gz`), octets)
  writeFileSync(join(out, 'manifest.json'), text)
  writeFileSync(join(out, 'signature'), `${sign(null, Buffer.from(text), key).toString('base64url')}\n`)
  return manifest
}

function signingKey(pem: string): KeyObject {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not one of "abordo release key"')
  return key
}

function versionOf(folders: string[]): string {
  const [first, ...others] = folders.map((folder) => {
    const version = versionIn(folder)
    if (version === null) throw new Error(`${folder} is no program folder: its VERSION says no version such as 1.4.0`)
    return version
  })
  const other = others.find((version) => version !== first)
  if (first === undefined || other !== undefined)
    throw new Error(`the folders hold different versions: ${first} and ${other}`)
  return first
}
