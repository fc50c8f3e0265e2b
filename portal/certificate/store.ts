import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readKept, writeDurably } from '../durable-file.ts'
import { type KeyPair, type Leaf, readLeaf } from './leaf.ts'

/** The fleet's certificate as it is held. */
export interface Held extends KeyPair {
  leaf: Leaf
  hostName: string
  /** As the fleet's answers name it: the fingerprint of the chain. */
  version: string
}

/** Chain and key in one file: a power cut leaves both of before, or both of after. */
export const CERTIFICATE_FILE = 'certificate.pem'
const KEY_BEGINS = /^-----BEGIN (?:EC |RSA )?PRIVATE KEY-----$/m

/** The certificate that the fleet gave last, kept on the disk for this user alone. */
export function createCertificateStore({
  dataDir,
  log,
}: {
  dataDir: string
  log: (message: string, error?: unknown) => void
}) {
  const file = join(dataDir, CERTIFICATE_FILE)
  let held = readKept(file, readCertificate, (error) =>
    log(`${CERTIFICATE_FILE} cannot be used; the fleet is asked again`, error),
  )
  return {
    current: (): Held | null => held,
    /** Keeps another one. Throws where the disk does not take it: then the one before stays. */
    keep(next: Held): void {
      writeDurably(file, `${next.cert}${next.key}`, 0o600)
      held = next
    },
  }
}
export type CertificateStore = ReturnType<typeof createCertificateStore>

/** A certificate by its chain and key. Throws where they do not belong together, or are for no host name. */
export function heldOf({ cert, key }: KeyPair): Held {
  const leaf = readLeaf({ cert, key })
  if (leaf.hostName === null) throw new Error('it is for no host name')
  const version = createHash('sha256').update(cert).digest('hex')
  return { cert, key, leaf, hostName: leaf.hostName, version }
}

/** The file's text, read. Throws as heldOf does. */
export function readCertificate(text: string): Held {
  const at = text.search(KEY_BEGINS)
  if (at < 0) throw new Error('it holds no key')
  return heldOf({ cert: text.slice(0, at), key: text.slice(at) })
}
