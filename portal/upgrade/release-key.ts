import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The key that releases are checked with. Throws where there is none, or none of Ed25519. */
export function readReleaseKey(file: string): KeyObject {
  const key = createPublicKey(readFileSync(file, 'utf8'))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is not a public key of Ed25519`)
  return key
}
