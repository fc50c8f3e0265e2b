import { type Client, type ClientFinder, parseIpv4 } from '../clients/client.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { UplinkState } from '../uplink/state.ts'
import type { Roaming } from './memory.ts'
import { isLetIn } from './rules.ts'

export interface AdmissionDeps {
  sessions: Pick<Sessions, 'at' | 'start' | 'allowance' | 'lastEndToday' | 'isElsewhere'>
  clients: ClientFinder
  roaming: Pick<Roaming, 'mayBeKnown' | 'isStranger' | 'standing'>
  uplink: () => UplinkState
  log: (message: string, error?: unknown) => void
}

export type Admission = ReturnType<typeof admissionOf>

/**
 * Lets clients in that have accepted today: at their first request to the portal, which is the one by which a phone finds out whether
 * there is one in its way. That one succeeds already.
 */
export function admissionOf({ sessions, clients, roaming, uplink, log }: AdmissionDeps) {
  return {
    /** The client of an address that is to be let in by itself; null: it has a session, or is to be asked. Cheap for who asks again and again. */
    newcomer(address: string): Client | null {
      const ip = parseIpv4(address)
      // Without internet it is told so by the page, as anybody.
      if (ip === null || !uplink().up || !roaming.mayBeKnown(ip)) return null
      const client = clients.find(address)
      // The kernel may not know it yet.
      if (client === null || sessions.at(ip)?.clientMac === client.mac) return null
      const isNewcomer =
        roaming.standing(client.mac) === 'remembered' &&
        isLetIn({
          allowance: sessions.allowance(client),
          lastEnd: sessions.lastEndToday(client),
          isElsewhere: sessions.isElsewhere(client),
        })
      if (isNewcomer) return client
      roaming.isStranger(ip)
      return null
    },
    /** Starts a session as one that was accepted here. Where that fails, the client is asked. */
    async admit(client: Client): Promise<void> {
      try {
        await sessions.start(client)
      } catch (error) {
        log('a client that has accepted today could not be let in, and is asked', error)
        roaming.isStranger(client.ip)
      }
    },
  }
}
