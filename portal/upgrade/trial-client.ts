import { randomUUID } from 'node:crypto'
import type { Policy } from '../../contract/policy.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Client } from '../clients/client.ts'
import type { Clock } from '../clock.ts'
import type { Firewall } from '../firewall/firewall.ts'
import { proveWritable, type SessionRow } from '../queries/sessions.ts'
import { newSession } from '../sessions/rules.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { TRIAL_ADDRESS, trialFileOf } from './places.ts'
import { readTrial } from './records.ts'

export interface TrialClientDeps {
  db: GatewayDatabase
  firewall: Pick<Firewall, 'grant' | 'revoke' | 'forget'>
  clock: Pick<Clock, 'uptime'>
  policy: () => Policy
  /** Root's folder, in which a trial is noted; null: this program is not upgraded. */
  upgrades: { versions: string } | null
}

/** Longer than a proof takes; then the kernel ends it. */
const LASTS_S = 60

/**
 * The sessions with one guest: the client by which root tries out a new version. It goes the way of any rider, to the disk and into the
 * kernel, but is kept in no table, counted nowhere and gone after a minute. Only the address that root noted for this trial is it.
 */
export function withTrialClient(sessions: Sessions, deps: TrialClientDeps): Sessions {
  const { db, firewall, clock, policy, upgrades } = deps
  if (!upgrades) return sessions
  const trialFile = trialFileOf(upgrades.versions)
  let row: SessionRow | null = null
  const isOnline = () => row !== null && row.deadlineUptimeMs > clock.uptime()

  function isGuest({ ip, mac }: Client): boolean {
    if (ip !== TRIAL_ADDRESS) return false
    return readTrial(trialFile)?.clientMac === mac
  }

  async function admit(client: Client): Promise<SessionRow> {
    const ids = { sessionId: randomUUID(), bootId: 'trial' }
    const fresh = newSession({ ...ids, client, uptime: clock.uptime(), seconds: LASTS_S }, policy())
    proveWritable(db, fresh)
    try {
      await firewall.grant({ ...client, seconds: LASTS_S })
    } catch (error) {
      throw new AbordoError('firewall-failed', undefined, { cause: error })
    }
    row = fresh
    return fresh
  }

  async function dismiss({ clientMac, clientIp }: SessionRow): Promise<void> {
    row = null
    await firewall.revoke([{ mac: clientMac, ip: clientIp }])
    await firewall.forget([clientIp])
  }

  return {
    ...sessions,
    start: async (client) => (isGuest(client) ? admit(client) : sessions.start(client)),
    end: async (ended, cause) => (ended === row ? dismiss(ended) : sessions.end(ended, cause)),
    of: (client) => (client.ip !== TRIAL_ADDRESS ? sessions.of(client) : isGuest(client) && isOnline() ? row : null),
    at: (ip) => (ip !== TRIAL_ADDRESS ? sessions.at(ip) : isOnline() ? row : null),
  }
}
