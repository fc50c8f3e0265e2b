import { type ClientFinder, parseIpv4 } from '../clients/client.ts'
import type { Connecting } from '../sessions/connecting.ts'
import type { Sessions } from '../sessions/sessions.ts'

/**
 * Says of a source address whether its client has a session. Most have none, and are told apart without asking the kernel who they are:
 * each such request is one of a client on its way to get online.
 */
export function onlineBy(deps: {
  sessions: Pick<Sessions, 'at' | 'of'>
  clients: ClientFinder
  connecting: Pick<Connecting, 'asked'>
}): (address: string) => boolean {
  return (address) => {
    const ip = parseIpv4(address)
    if (ip !== null && deps.sessions.at(ip) === null) {
      deps.connecting.asked(ip)
      return false
    }
    const client = deps.clients.find(address)
    return client !== null && deps.sessions.of(client) !== null
  }
}
