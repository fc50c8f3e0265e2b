import { certificateState } from '../certificate-due.ts'
import type { Finding } from './snapshot.ts'

/** How it stands with the portal's certificate; times in ms since 1970. */
export interface WatchedCertificate {
  hostName: string
  /** Null: there is none. */
  notAfter: number | null
  triedAt: number | null
  /** How many tries in a row have failed. */
  failures: number
}

const ENDING_MS = 14 * 86_400_000
/** Within an hour and a half; a CA or a name server that is away for less is nobody's business. */
const MANY_FAILURES = 3

/** What is wrong with the certificate of the portal; null: nothing, or nobody has told how to obtain one. `now`: ms since 1970. */
export function certificateFinding(certificate: WatchedCertificate | null, now: number): Finding | null {
  if (certificate === null) return null
  const { hostName, notAfter, triedAt, failures } = certificate
  const state = certificateState(notAfter, now)
  const isEnding = state === 'ending' || state === 'past'
  if (!isEnding && failures < MANY_FAILURES) return null
  return {
    kind: 'certificate',
    scope: 'fleet',
    subjectId: '',
    part: '',
    routeId: '',
    since: isEnding && notAfter !== null ? notAfter - ENDING_MS : (triedAt ?? now),
    cause: null,
    facts: {
      hostName,
      endsOn: notAfter === null ? null : new Date(notAfter).toISOString().slice(0, 10),
      past: state === 'past' ? 1 : 0,
      failures,
    },
    holdMinutes: 0,
    partOf: null,
  }
}
