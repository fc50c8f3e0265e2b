import { AbordoError } from '../contract/problem.ts'
import type { Ring, UpgradeOutcome } from '../contract/release.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import { findGateway } from './queries/gateways.ts'
import {
  deleteCanary,
  deleteRelease,
  findRelease,
  insertCanary,
  type ReleaseRow,
  updateRing,
} from './queries/releases.ts'
import { findUpgrade, putUpgrade } from './queries/upgrades.ts'
import { currentOffers } from './release-offers.ts'
import { supersedes } from './rules/releases.ts'

/**
 * Says which gateways are offered a version. The same ring again lets one go on that was stopped because gateways rolled it back. Throws
 * AbordoError: not-found.
 */
export async function setRing(db: FleetDatabase, version: string, ring: Ring, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const before = await theRelease(tx, version)
    const isBraked = (await currentOffers(tx)).releases.some((one) => one.version === version && one.braked)
    if (before.ring === ring && !isBraked) return { result: undefined, deed: null }
    await updateRing(tx, version, ring, by.now)
    const details = { ring: [before.ring, ring], ...(isBraked && { wasStopped: true }) }
    return { result: undefined, deed: { action: 'release ring', target: { kind: 'release', id: version }, details } }
  })
}

/** Forgets a version, its files and what became of it; gateways that run it go on with it. Throws AbordoError: not-found. */
export async function removeRelease(db: FleetDatabase, version: string, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const { sequence, ring } = await theRelease(tx, version)
    await deleteRelease(tx, version)
    const target = { kind: 'release', id: version } as const
    return { result: undefined, deed: { action: 'release remove', target, details: { sequence, ring } } }
  })
}

/** A gateway gets each version first from now on. Throws AbordoError: not-found. */
export async function addCanary(db: FleetDatabase, gatewayId: string, by: By): Promise<void> {
  if (!(await findGateway(db, gatewayId))) throw new AbordoError('not-found', 'There is no gateway of this id.')
  await recorded(db, by, async (tx) => {
    if (!(await insertCanary(tx, gatewayId, by.now))) return { result: undefined, deed: null }
    return { result: undefined, deed: { action: 'canary set', target: { kind: 'gateway', id: gatewayId } } }
  })
}

/** It gets versions with the others from now on. Throws AbordoError: not-found, it got none first. */
export async function removeCanary(db: FleetDatabase, gatewayId: string, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    if (!(await deleteCanary(tx, gatewayId)))
      throw new AbordoError('not-found', 'This gateway does not get versions first.')
    return { result: undefined, deed: { action: 'canary clear', target: { kind: 'gateway', id: gatewayId } } }
  })
}

/**
 * Keeps what became of a version on a gateway; of one that is not known here, nothing: it may have come with the box. True: this was what
 * has stopped the version. `now`: ms since 1970.
 */
export async function keepOutcome(
  db: FleetDatabase,
  gatewayId: string,
  { version, state, reason, at }: UpgradeOutcome,
  now: number,
): Promise<boolean> {
  const isStopped = async () => (await currentOffers(db)).releases.some((one) => one.version === version && one.braked)
  const wasStopped = state === 'rolled-back' && (await isStopped())
  await db.transaction(async (tx) => {
    if ((await findRelease(tx, version)) === null) return
    const before = await findUpgrade(tx, gatewayId, version)
    if (!supersedes(before?.state ?? null, state)) return
    await putUpgrade(tx, { gatewayId, version, state, reason, at: Date.parse(at), receivedAt: now })
  })
  return state === 'rolled-back' && !wasStopped && (await isStopped())
}

async function theRelease(db: FleetReads, version: string): Promise<ReleaseRow> {
  const row = await findRelease(db, version)
  if (row === null)
    throw new AbordoError(
      'not-found',
      `There is no version ${version} here: "abordo release list" shows those that there are.`,
    )
  return row
}
