import type { AlertKind } from '../../contract/alerts.ts'
import { watchedCertificate } from '../certificate/order.ts'
import { currentOffers, ringSize } from '../release-offers.ts'
import { certificateFinding } from '../rules/alerts/certificate.ts'
import { stoppedFindings } from '../rules/alerts/release-stopped.ts'
import type { Finding } from '../rules/alerts/snapshot.ts'
import type { AlertWatch } from './watch.ts'

/** What is wrong with what the fleet hands to all its gateways: the certificate and versions. `off`: kinds that nobody wants to hear of. */
export async function findingsOfTheFleet(
  { db, now, certificateOf }: Pick<AlertWatch, 'db' | 'now' | 'certificateOf'>,
  off: readonly AlertKind[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  if (!off.includes('certificate')) {
    const certificate = certificateFinding(await watchedCertificate(db, certificateOf ?? null), now)
    if (certificate !== null) findings.push(certificate)
  }
  if (off.includes('release-stopped')) return findings
  const { releases, canaries } = await currentOffers(db)
  const stopped = []
  for (const release of releases)
    stopped.push({ ...release, gateways: release.braked ? await ringSize(db, release, canaries) : 0 })
  return [...findings, ...stoppedFindings(stopped)]
}
