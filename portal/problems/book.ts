import { randomInt } from 'node:crypto'
import { AbordoError } from '../../contract/problem.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Client } from '../clients/client.ts'
import type { Clock } from '../clock.ts'
import { insertProblem } from '../queries/problems.ts'
import { createProblemLimit } from './limit.ts'
import { scrub } from './scrub.ts'
import { TICKETS, ticketOf } from './ticket.ts'

export type ProblemBook = ReturnType<typeof createProblemBook>

/** Riders' fault reports, kept until a report carries them to the fleet. */
export function createProblemBook({ db, clock }: { db: GatewayDatabase; clock: Clock }) {
  const limit = createProblemLimit(clock.uptime)
  return {
    /** Keeps a fault and returns its ticket. Throws AbordoError `too-many` where the client or the gateway has enough of them. */
    add(client: Client, fault: Pick<RiderProblem, 'kind' | 'text'>): string {
      if (!limit.take(client)) throw new AbordoError('too-many')
      const kept = insertProblem(db, {
        kind: fault.kind,
        text: scrub(fault.text),
        reportedAt: clock.now(),
        tickets: () => ticketOf(randomInt(TICKETS)),
      })
      if (kept === null) throw new AbordoError('too-many')
      return kept
    },
    /** How many faults this client has reported in this hour. */
    countOf: limit.countOf,
  }
}
