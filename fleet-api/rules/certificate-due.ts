import type { CertificateState } from '../../contract/certificate.ts'

/** How it stands with the certificate of a host name; times in ms since 1970. */
export interface CertificateTimes {
  issuedAt: number | null
  notAfter: number | null
  triedAt: number | null
  /** How many tries in a row have failed. */
  failures: number
  /** When somebody has asked for one now; null: nobody has. */
  askedAt: number | null
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** After so many failures in a row, so long: Let's Encrypt lets nobody fail more than five times an hour. */
const AGAIN_MS = [5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE_MS)
/** Of its life after which it is renewed: 30 days before the end of 90. */
const RENEWED_AFTER = 2 / 3
/** It should have been renewed long before. */
const ENDING_MS = 14 * DAY_MS

/** When a certificate is to be ordered or renewed, ms since 1970. */
export function certificateDueAt(times: CertificateTimes): number {
  const { issuedAt, notAfter, triedAt, failures, askedAt } = times
  if (askedAt !== null && askedAt > (triedAt ?? -1)) return askedAt
  const due = issuedAt === null || notAfter === null ? 0 : issuedAt + (notAfter - issuedAt) * RENEWED_AFTER
  if (failures === 0 || triedAt === null) return due
  return Math.max(due, triedAt + (AGAIN_MS[Math.min(failures, AGAIN_MS.length) - 1] ?? 0))
}

/** `now`: ms since 1970. */
export function certificateState(notAfter: number | null, now: number): CertificateState {
  if (notAfter === null) return 'none'
  if (notAfter <= now) return 'past'
  return notAfter - now < ENDING_MS ? 'ending' : 'good'
}
