import { randomUUID } from 'node:crypto'
import type { Scope } from '../contract/access.ts'
import type { Role } from '../contract/api.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { Actor, By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import { deleteToken, insertToken, noteTokenUse, type TokenRow } from './queries/tokens.ts'
import { scopesText } from './rules/scopes.ts'
import { hashSecret, makeToken } from './secrets.ts'

const DAY_MS = 86_400_000

export interface TokenToAdd {
  name: string
  role: Role
  scopes: readonly Scope[]
  days: number
}

/** Makes a token, of which only the hash is kept. */
export async function addToken(
  db: FleetDatabase,
  added: TokenToAdd,
  by: By,
): Promise<{ token: string; row: TokenRow }> {
  const token = makeToken('api')
  return { token, row: await keepToken(db, token, added, by) }
}

/** Keeps a token that is there already. */
export async function keepToken(
  db: FleetDatabase,
  token: string,
  { name, role, scopes, days }: TokenToAdd,
  by: By,
): Promise<TokenRow> {
  const row: TokenRow = {
    id: randomUUID(),
    tokenHash: hashSecret(token),
    name,
    role,
    scopes: scopesText(scopes),
    createdBy: makerOf(by.actor),
    createdAt: by.now,
    expiresAt: by.now + days * DAY_MS,
    lastUsedAt: null,
  }
  return recorded(db, by, async (tx) => {
    await insertToken(tx, row)
    const details = { name, role, scopes: row.scopes, expiresAt: new Date(row.expiresAt).toISOString() }
    return { result: row, deed: { action: 'token add', target: { kind: 'token', id: row.id }, details } }
  })
}

/** Ends a token, at once. `of`: only if this maker made it; null: whoever did. Throws AbordoError: not-found. */
export async function revokeToken(db: FleetDatabase, id: string, of: string | null, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const gone = await deleteToken(tx, id, of)
    if (!gone) throw new AbordoError('not-found', 'There is no token of this id.')
    const { name, role, scopes } = gone
    return {
      result: undefined,
      deed: { action: 'token revoke', target: { kind: 'token', id }, details: { name, role, scopes } },
    }
  })
}

/** Notes that a token was used today: the day, and no more, once a day. */
export async function noteUse(db: FleetDatabase, { id, lastUsedAt }: TokenRow, now: number): Promise<void> {
  const dayAt = now - (now % DAY_MS)
  if (lastUsedAt !== null && lastUsedAt >= dayAt) return
  await noteTokenUse(db, id, dayAt)
}

/** Whose a token is that is made now; null: the command line's. */
export function makerOf({ id }: Actor): string | null {
  return id === '' ? null : id
}
