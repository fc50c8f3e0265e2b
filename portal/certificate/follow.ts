import type { CertificateAnswer } from '../../contract/certificate.ts'
import { createFollower, type FollowerDeps } from '../follow.ts'
import type { SecureSide } from './secure-side.ts'

export interface CertificateFollowDeps extends Omit<FollowerDeps<string>, 'follow' | 'running'> {
  secure: Pick<SecureSide, 'version' | 'take'>
  /** Asks the fleet; see pullCertificate. */
  pull: (version: string | null) => Promise<CertificateAnswer | 'same' | null>
  log: (message: string, error?: unknown) => void
}

/** Serves with the certificate that the fleet's answers name. While none can be had, the one before goes on. */
export function createCertificateFollower({ secure, pull, log, ...deps }: CertificateFollowDeps) {
  async function follow(wanted: string): Promise<boolean> {
    try {
      const answer = await pull(secure.version())
      if (answer !== null && answer !== 'same') await secure.take(answer)
      return secure.version() === wanted
    } catch (error) {
      log('the certificate could not be fetched; the one before stays', error)
      return false
    }
  }
  const follower = createFollower({ ...deps, running: () => secure.version() ?? '', follow })
  return {
    ...follower,
    /** The fleet has this certificate; null: none, and the one that there is goes on to its end. */
    want(version: string | null): void {
      if (version !== null) follower.want(version)
    },
  }
}
