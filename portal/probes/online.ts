import { type ClientFinder, parseIpv4 } from '../clients/client.ts'
import type { Sessions } from '../sessions/sessions.ts'

/** Says of a source address whether its client has a session. Most have none, and are told apart without asking the kernel who they are. */
export function onlineBy(deps: {
  sessions: Pick<Sessions, 'at' | 'of'>
  clients: ClientFinder
}): (address: string) => boolean {
  return (address) => {
    const ip = parseIpv4(address)
    if (ip !== null && deps.sessions.at(ip) === null) return false
    const client = deps.clients.find(address)
    return client !== null && deps.sessions.of(client) !== null
  }
}
