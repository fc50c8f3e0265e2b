import type { IncomingMessage } from 'node:http'
import { type AdmissionDeps, admissionOf } from '../roaming/admission.ts'
import { type Answer, foreignAnswers } from './answer.ts'
import { onlineBy } from './online.ts'

/** The server's fast path: what it answers to a request for a foreign host without the app; null: the app is asked. */
export function foreignRequests(
  portal: Parameters<typeof foreignAnswers>[0],
  who: Parameters<typeof onlineBy>[0] & AdmissionDeps & { remoteAddress: (incoming: IncomingMessage) => string },
): (incoming: IncomingMessage) => Answer | null {
  const answer = foreignAnswers(portal)
  const isOnline = onlineBy(who)
  const { newcomer } = admissionOf(who)
  return (incoming) => {
    const { method = '', url = '', headers } = incoming
    // The app lets it in first, and then gives the answer of one that is online.
    if (newcomer(who.remoteAddress(incoming)) !== null) return null
    return answer({ method, host: headers.host, target: url }, () => isOnline(who.remoteAddress(incoming)))
  }
}
