import { type KeyObject, verify } from 'node:crypto'
import {
  type Architecture,
  type ReleaseManifest,
  releaseManifestSchema,
  type SignedRelease,
} from '../../contract/release.ts'
import { jsonOf } from '../fetch-text.ts'

export interface ReleaseCheck {
  /** The Ed25519 key that came with the package. */
  publicKey: KeyObject
  architecture: Architecture
  /** The highest sequence that this gateway has ever taken. */
  above: number
}

export type ReleaseFile = ReleaseManifest['files'][number]
export type CheckedRelease = { manifest: ReleaseManifest; file: ReleaseFile } | { refused: string }

/** Whether a release may be taken here; `refused`: why not, in one plain line. Nothing of it is read before its signature is good. */
export function checkRelease({ manifest, signature }: SignedRelease, check: ReleaseCheck): CheckedRelease {
  if (!verify(null, Buffer.from(manifest), check.publicKey, Buffer.from(signature, 'base64url')))
    return { refused: 'its signature is not by the key that this gateway trusts' }
  const parsed = releaseManifestSchema.safeParse(jsonOf(manifest))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { refused: `its manifest cannot be read: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}` }
  }
  const { sequence, files } = parsed.data
  if (sequence <= check.above)
    return { refused: `its sequence ${sequence} is not above ${check.above}, which this gateway has taken already` }
  const file = files.find(({ architecture }) => architecture === check.architecture)
  if (!file) return { refused: `it has no file for ${check.architecture}` }
  return { manifest: parsed.data, file }
}

/** The version that a release says it is, good or not: only to say which one is meant. */
export function claimedVersion({ manifest }: SignedRelease): string | null {
  return /"version":"(\d{1,9}\.\d{1,9}\.\d{1,9})"/.exec(manifest)?.[1] ?? null
}

/** Debian's name for this machine; null: a machine that no release is made for. */
export function architectureOf(nodeName: string): Architecture | null {
  return nodeName === 'x64' ? 'amd64' : nodeName === 'arm64' ? 'arm64' : null
}
