import { type CertificateAnswer, certificateAnswerSchema } from '../../contract/certificate.ts'
import { askFleet, type FleetAddress, readAs } from '../fleet-ask.ts'

/**
 * Asks the fleet for the certificate of the portal's host name. `same`: it is the one of `version`, which the gateway has; null: there is
 * none. Throws where there is no usable answer.
 */
export async function pullCertificate(
  fleet: FleetAddress,
  version: string | null,
): Promise<CertificateAnswer | 'same' | null> {
  const { status, text } = await askFleet(fleet, '/v1/certificate', {
    what: 'the certificate',
    held: version,
    mostOctets: 100_000,
    timeoutMs: 15_000,
  })
  if (status === 304) return 'same'
  return status === 204 ? null : readAs(certificateAnswerSchema, 'certificate', text)
}
