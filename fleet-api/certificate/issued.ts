import { createPrivateKey, X509Certificate } from 'node:crypto'
import { CertificateTrouble, reasonOf } from './trouble.ts'

/** A certificate as it is kept: the chain with the leaf first and its key, PEM; times in ms since 1970. */
export interface Issued {
  chain: string
  privateKey: string
  notBefore: number
  notAfter: number
}

/** Looks whether what a CA gave can be used. `now`: ms since 1970. Throws CertificateTrouble. */
export function checkIssued(
  { hostName, chain, privateKey }: { hostName: string; chain: string; privateKey: string },
  now: number,
): Issued {
  let leaf: X509Certificate
  try {
    leaf = new X509Certificate(chain)
  } catch (error) {
    throw new CertificateTrouble('certificate', `What the CA gave is no certificate: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
  const [notBefore, notAfter] = [Date.parse(leaf.validFrom), Date.parse(leaf.validTo)]
  const refuse = (detail: string) => new CertificateTrouble('certificate', detail)
  if (leaf.checkHost(hostName) === undefined)
    throw refuse(`The CA gave a certificate for another name than ${hostName}.`)
  if (!leaf.checkPrivateKey(createPrivateKey(privateKey))) throw refuse('The CA gave a certificate for another key.')
  if (notAfter <= now) throw refuse('The CA gave a certificate that has ended already: look at this machine’s clock.')
  return { chain, privateKey, notBefore, notAfter }
}
