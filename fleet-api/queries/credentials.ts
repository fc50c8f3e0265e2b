import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { enrolmentCode, gateway, revokedCredential } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { recorded } from './audit-log.ts'
import type { GatewayRow } from './gateways.ts'
import { prepared } from './prepared.ts'

/** A gateway whose credential has just come into use. What was known of the one before is over. */
const FRESH = { nextCredentialHash: null, renewAskedAt: null, revokedAt: null, clonedAt: null } as const

const credentialFinder = prepared('gateway by credential', (db) =>
  db
    .select()
    .from(gateway)
    .where(eq(gateway.credentialHash, sql.placeholder('credentialHash'))),
)

/**
 * The gateway that has a credential. One that was given out to follow another takes its place with its first use, so that an answer
 * lost on the way locks nobody out. `now`: ms since 1970.
 */
export async function gatewayByCredential(
  db: FleetDatabase,
  credentialHash: string,
  now: number,
): Promise<GatewayRow | 'revoked' | 'unknown'> {
  const [current] = await credentialFinder(db, { credentialHash })
  if (current) return current
  // Looked for before anything is written: whoever tries credentials that are none gets no lock on the database.
  const next = eq(gateway.nextCredentialHash, credentialHash)
  const [waiting] = await db.select({ gatewayId: gateway.gatewayId }).from(gateway).where(next)
  if (waiting) {
    const set = { ...FRESH, credentialHash, credentialAt: now }
    const [renewed] = await db.transaction((tx) => tx.update(gateway).set(set).where(next).returning())
    if (renewed) return renewed
  }
  const [revoked] = await db
    .select()
    .from(revokedCredential)
    .where(eq(revokedCredential.credentialHash, credentialHash))
  return revoked ? 'revoked' : 'unknown'
}

/** Gives a gateway the credential that will follow its own; one given before and never used is void. False: it has none to follow. */
export async function offerCredential(
  db: FleetDatabase,
  { gatewayId, credentialHash, nextHash }: { gatewayId: string; credentialHash: string | null; nextHash: string },
): Promise<boolean> {
  const offered = await db.transaction((tx) =>
    tx
      .update(gateway)
      .set({ nextCredentialHash: nextHash })
      .where(and(eq(gateway.gatewayId, gatewayId), eq(gateway.credentialHash, credentialHash ?? '')))
      .returning({ gatewayId: gateway.gatewayId }),
  )
  return offered.length > 0
}

/** Notes that a gateway's credential is to be renewed. False: it has none. */
export async function askForRenewal(db: FleetDatabase, gatewayId: string, by: By): Promise<boolean> {
  return recorded(db, by, async (tx) => {
    const asked = await tx
      .update(gateway)
      .set({ renewAskedAt: by.now })
      .where(and(eq(gateway.gatewayId, gatewayId), isNotNull(gateway.credentialHash)))
      .returning({ gatewayId: gateway.gatewayId })
    if (asked.length === 0) return { result: false, deed: null }
    return { result: true, deed: { action: 'gateway renew', target: { kind: 'gateway', id: gatewayId } } }
  })
}

/** Takes a gateway's credentials and codes away for good. What it has reported stays. */
export async function revoke(db: FleetDatabase, gatewayId: string, by: By): Promise<void> {
  const { now } = by
  await recorded(db, by, async (tx) => {
    const [row] = await tx.select().from(gateway).where(eq(gateway.gatewayId, gatewayId))
    for (const credentialHash of [row?.credentialHash, row?.nextCredentialHash]) {
      if (credentialHash) await tx.insert(revokedCredential).values({ credentialHash, gatewayId, revokedAt: now })
    }
    await tx
      .update(gateway)
      .set({ credentialHash: null, credentialAt: null, nextCredentialHash: null, renewAskedAt: null, revokedAt: now })
      .where(eq(gateway.gatewayId, gatewayId))
    await expireCodes(tx, gatewayId, now)
    const details = { hadCredential: typeof row?.credentialHash === 'string' }
    return {
      result: undefined,
      deed: { action: 'gateway revoke', target: { kind: 'gateway', id: gatewayId }, details },
    }
  })
}

/** Adds an enrolment code for a gateway that is known; those before it die. */
export async function addCode(
  db: FleetDatabase,
  { gatewayId, codeHash, expiresAt }: { gatewayId: string; codeHash: string; expiresAt: number },
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    await expireCodes(tx, gatewayId, by.now)
    await tx.insert(enrolmentCode).values({ codeHash, gatewayId, expiresAt })
    return { result: undefined, deed: { action: 'gateway code', target: { kind: 'gateway', id: gatewayId } } }
  })
}

/**
 * Trades a code for a credential, in one transaction, so that two gateways with one code cannot both win.
 * Says `unknown`, `used` or `expired` where there is nothing to trade.
 */
export async function useEnrolmentCode(
  db: FleetDatabase,
  use: { codeHash: string; credentialHash: string; software: string; now: number },
): Promise<{ gatewayId: string } | 'unknown' | 'used' | 'expired'> {
  const { codeHash, credentialHash, software, now } = use
  return db.transaction(async (tx) => {
    const [code] = await tx.select().from(enrolmentCode).where(eq(enrolmentCode.codeHash, codeHash))
    if (!code) return 'unknown'
    if (code.usedAt !== null) return 'used'
    const taken = await tx
      .update(enrolmentCode)
      .set({ usedAt: now })
      .where(and(eq(enrolmentCode.codeHash, codeHash), isNull(enrolmentCode.usedAt), gt(enrolmentCode.expiresAt, now)))
      .returning({ gatewayId: enrolmentCode.gatewayId })
    if (taken.length === 0) return 'expired'
    await tx
      .update(gateway)
      .set({ ...FRESH, credentialHash, credentialAt: now, enrolledAt: now, software })
      .where(eq(gateway.gatewayId, code.gatewayId))
    return { gatewayId: code.gatewayId }
  })
}

/** Unused codes are valid no longer. */
async function expireCodes(tx: FleetTransaction, gatewayId: string, now: number): Promise<void> {
  await tx
    .update(enrolmentCode)
    .set({ expiresAt: now })
    .where(and(eq(enrolmentCode.gatewayId, gatewayId), isNull(enrolmentCode.usedAt), gt(enrolmentCode.expiresAt, now)))
}
