import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { addCode, askForRenewal, revoke } from './queries/credentials.ts'
import { addGateway, findGateway, type GatewayRow, routeExists } from './queries/gateways.ts'
import { hashSecret, makeEnrolmentCode } from './secrets.ts'

/** An enrolment code is valid once, for 7 days. */
export const CODE_MS = 7 * 86_400_000

export interface GatewayToAdd {
  gatewayId: string
  site: GatewayRow['site']
  label: string | null
  routeId: string | null
}

/** Adds a gateway and returns its one-time code, of which only the hash is kept. Throws AbordoError: a taken id, an unknown route. */
export async function addGatewayWithCode(db: FleetDatabase, added: GatewayToAdd, by: By): Promise<string> {
  if (added.routeId !== null && !(await routeExists(db, added.routeId))) {
    throw new AbordoError(
      'not-found',
      `There is no route ${added.routeId}: import the feed that has it with "abordo gtfs import FEED.zip" first.`,
    )
  }
  const code = makeEnrolmentCode()
  const isNew = await addGateway(db, { ...added, codeHash: hashSecret(code), expiresAt: by.now + CODE_MS }, by)
  if (!isNew) throw new AbordoError('bad-request', `There is already a gateway ${added.gatewayId}: choose another id.`)
  return code
}

/**
 * A new one-time code for a gateway that is known: with it the gateway, or another box in its place, is enrolled again under the same
 * id. Codes made before die; the credential stays good until the new code is used. Throws AbordoError: not-found.
 */
export async function newCode(
  db: FleetDatabase,
  gatewayId: string,
  by: By,
): Promise<{ code: string; expiresAt: number }> {
  await mustExist(db, gatewayId)
  const code = makeEnrolmentCode()
  const expiresAt = by.now + CODE_MS
  await addCode(db, { gatewayId, codeHash: hashSecret(code), expiresAt }, by)
  return { code, expiresAt }
}

/** Asks a gateway to renew its credential with its next report. Throws AbordoError: not-found; bad-request, it has none. */
export async function renewGateway(db: FleetDatabase, gatewayId: string, by: By): Promise<void> {
  await mustExist(db, gatewayId)
  if (await askForRenewal(db, gatewayId, by)) return
  throw new AbordoError(
    'bad-request',
    `${gatewayId} has no credential to renew: make an enrolment code with "abordo gateway code ${gatewayId}".`,
  )
}

/** Takes a gateway's credential and unused codes away, at once; its history stays. Throws AbordoError: not-found. */
export async function revokeGateway(db: FleetDatabase, gatewayId: string, by: By): Promise<void> {
  await mustExist(db, gatewayId)
  await revoke(db, gatewayId, by)
}

async function mustExist(db: FleetDatabase, gatewayId: string): Promise<void> {
  if (await findGateway(db, gatewayId)) return
  throw new AbordoError(
    'not-found',
    `There is no gateway ${gatewayId}: the dashboard lists those that there are; "abordo gateway add" adds one.`,
  )
}
