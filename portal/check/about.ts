import { z } from 'zod'
import type { Policy } from '../../contract/policy.ts'
import { CLOCK_SOURCES } from '../../contract/report.ts'
import type { Ledger } from '../ledger.ts'
import type { PolicyProblem } from '../policy/adopt.ts'
import { SOFTWARE } from '../version.ts'

/** The last year that ISO 8601 writes with four digits: times are kept so. */
const LATEST_MS = Date.UTC(9999, 11, 31)

/** What `/healthz` says to who asks on the gateway itself: `abordo check`, a watchdog. Nothing of any client. Root's side reads it: it is taken only as narrow as it is. */
export const aboutSchema = z.object({
  ok: z.literal(true),
  // It gets into logs and onto terminals.
  software: z.string().regex(/^[\x20-\x7e]{1,100}$/),
  ridersConnected: z.number().min(0),
  uplinkUp: z.boolean(),
  /** Who told this boot the time, and how sure it is; null: nobody has yet. */
  clock: z.object({ source: z.enum(CLOCK_SOURCES), uncertaintyMs: z.number() }).nullable(),
  /** What time it is, ms since 1970; null: nobody has told yet. */
  atMs: z.number().min(0).max(LATEST_MS).nullable().default(null),
  storage: z.enum(['disk', 'memory']),
  /** Whether the receiver is heard, and whether it has a fix that can be believed; null: there is none. */
  position: z.object({ heard: z.boolean(), fix: z.boolean() }).nullable().default(null),
  policy: z.object({
    running: z.number(),
    problem: z.object({ version: z.number(), reason: z.string() }).nullable(),
  }),
})
export type About = z.infer<typeof aboutSchema>

export interface AboutDeps {
  sessions: Pick<Ledger['sessions'], 'connected'>
  uplink: { isUp: () => boolean }
  ledger: Pick<Ledger, 'time' | 'clock'>
  database: { state: () => Pick<About, 'storage'> }
  policy: () => Policy
  policyProblem: () => PolicyProblem | null
  whereabouts: { about: () => About['position'] }
}

/** How this gateway is now. */
export function aboutOf(of: AboutDeps): About {
  return {
    ok: true,
    software: SOFTWARE,
    ridersConnected: of.sessions.connected(),
    uplinkUp: of.uplink.isUp(),
    clock: of.ledger.time.sureness(),
    atMs: of.ledger.time.known() && of.ledger.clock.now(),
    storage: of.database.state().storage,
    position: of.whereabouts.about(),
    policy: { running: of.policy().version, problem: of.policyProblem() },
  }
}
