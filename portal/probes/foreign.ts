import type { IncomingMessage } from 'node:http'
import { type Answer, foreignAnswers } from './answer.ts'
import { onlineBy } from './online.ts'

/** The server's fast path: what it answers to a request for a foreign host without the app; null: the app is asked. */
export function foreignRequests(
  portal: Parameters<typeof foreignAnswers>[0],
  who: Parameters<typeof onlineBy>[0] & { remoteAddress: (incoming: IncomingMessage) => string },
): (incoming: IncomingMessage) => Answer | null {
  const answer = foreignAnswers(portal)
  const isOnline = onlineBy(who)
  return (incoming) => {
    const { method = '', url = '', headers } = incoming
    return answer({ method, host: headers.host, target: url }, () => isOnline(who.remoteAddress(incoming)))
  }
}
