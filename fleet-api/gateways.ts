import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { addGateway, type GatewayRow, routeExists } from './queries/gateways.ts'
import { hashSecret, makeEnrolmentCode } from './secrets.ts'

/** An enrolment code is valid once, for 7 days. */
const CODE_MS = 7 * 86_400_000

export interface GatewayToAdd {
  gatewayId: string
  site: GatewayRow['site']
  label: string | null
  routeId: string | null
  /** Milliseconds since 1970. */
  now: number
}

/** Adds a gateway and returns its one-time code, of which only the hash is kept. Throws AbordoError: a taken id, an unknown route. */
export async function addGatewayWithCode(db: FleetDatabase, { now, ...added }: GatewayToAdd): Promise<string> {
  if (added.routeId !== null && !(await routeExists(db, added.routeId))) {
    throw new AbordoError(
      'not-found',
      `There is no route ${added.routeId}: import the feed that has it with "abordo gtfs import FEED.zip" first.`,
    )
  }
  const code = makeEnrolmentCode()
  const isNew = await addGateway(db, { ...added, codeHash: hashSecret(code), addedAt: now, expiresAt: now + CODE_MS })
  if (!isNew) throw new AbordoError('bad-request', `There is already a gateway ${added.gatewayId}: choose another id.`)
  return code
}
