import { createPrivateKey, X509Certificate } from 'node:crypto'

/** A certificate with its key, as HTTPS is served with it; PEM, the leaf first. */
export interface KeyPair {
  cert: string
  key: string
}

/** What there is to know of a certificate; times in ms since 1970. */
export interface Leaf {
  notBefore: number
  notAfter: number
  /** The first host name that it is for; null: it is for none. */
  hostName: string | null
  isFor: (name: string) => boolean
}

/** Reads a certificate. Throws where it is none, or the key is another one's. */
export function readLeaf({ cert, key }: KeyPair): Leaf {
  const leaf = new X509Certificate(cert)
  if (!leaf.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is not the certificate’s')
  return {
    notBefore: Date.parse(leaf.validFrom),
    notAfter: Date.parse(leaf.validTo),
    hostName: /(?:^|, )DNS:([a-z0-9.-]+)/i.exec(leaf.subjectAltName ?? '')?.[1]?.toLowerCase() ?? null,
    isFor: (name) => leaf.checkHost(name) !== undefined,
  }
}
