import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Role } from '../../contract/api.ts'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { account, apiToken, session, twoFactor, user, verification } from '../../db/fleet/schema.ts'
import { lockByName } from './settings.ts'

export type UserRow = Pick<
  typeof user.$inferSelect,
  'id' | 'email' | 'role' | 'disabledAt' | 'twoFactorEnabled' | 'createdAt'
> & { passwordSet: boolean }

/** better-auth's name for sign-in by password. */
const CREDENTIAL = 'credential'
const LOCK = 'users-lock'
const columns = {
  id: user.id,
  email: user.email,
  role: user.role,
  disabledAt: user.disabledAt,
  twoFactorEnabled: user.twoFactorEnabled,
  createdAt: user.createdAt,
}

export async function listUsers(db: FleetReads): Promise<UserRow[]> {
  const rows = await db.select(columns).from(user).orderBy(asc(user.email))
  const withPassword = new Set(
    (await db.select({ userId: account.userId }).from(account).where(isNotNull(account.password))).map(
      ({ userId }) => userId,
    ),
  )
  return rows.map((row) => ({ ...row, passwordSet: withPassword.has(row.id) }))
}

export async function findUser(db: FleetReads, email: string): Promise<{ id: string; role: Role } | null> {
  const [row] = await db.select({ id: user.id, role: user.role }).from(user).where(eq(user.email, email))
  return row ?? null
}

export async function findUserById(db: FleetReads, id: string): Promise<UserRow | null> {
  const [row] = await db.select(columns).from(user).where(eq(user.id, id))
  if (!row) return null
  const accounts = await db
    .select({ userId: account.userId })
    .from(account)
    .where(and(eq(account.userId, id), isNotNull(account.password)))
  return { ...row, passwordSet: accounts.length > 0 }
}

/** The addresses of those who are there, by their ids. */
export async function emailsOf(db: FleetReads, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = [...new Set(ids)]
  const rows = await db.select({ id: user.id, email: user.email }).from(user).where(inArray(user.id, wanted))
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** One who changes users after another: else two admins could each take the other's role, and none would be left. */
export async function oneByOne(tx: FleetTransaction): Promise<void> {
  await lockByName(tx, LOCK)
}

/** Whether somebody else could still do an admin's work. */
export async function hasOtherAdmin(tx: FleetTransaction, id: string): Promise<boolean> {
  const others = await tx
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.role, 'admin'), isNull(user.disabledAt), ne(user.id, id)))
    .limit(1)
  return others.length > 0
}

/** False: the address is taken. */
export async function insertUser(
  tx: FleetTransaction,
  { id, email, role, now }: { id: string; email: string; role: Role; now: number },
): Promise<boolean> {
  const at = new Date(now)
  const made = await tx
    .insert(user)
    // better-auth wants a name; Abordo does not need one.
    .values({ id, email, role, name: '', emailVerified: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: user.id })
  return made.length > 0
}

export async function updateUser(
  tx: FleetTransaction,
  id: string,
  set: { role?: Role; disabledAt?: number | null; twoFactorEnabled?: boolean },
  now: number,
): Promise<void> {
  await tx
    .update(user)
    .set({ ...set, updatedAt: new Date(now) })
    .where(eq(user.id, id))
}

/** With everything that hangs on it. What the audit log says of the id stays. */
export async function deleteUser(tx: FleetTransaction, id: string): Promise<void> {
  await endSessions(tx, id)
  await endSecondStep(tx, id)
  await tx.delete(account).where(eq(account.userId, id))
  await tx.delete(user).where(eq(user.id, id))
}

/** Everywhere, at once; links to choose a password, half-done sign-ins and whatever else waits for this user end too. */
export async function endSessions(tx: FleetTransaction, userId: string): Promise<void> {
  await tx.delete(session).where(eq(session.userId, userId))
  await tx.delete(verification).where(eq(verification.value, userId))
}

export async function endSecondStep(tx: FleetTransaction, userId: string): Promise<void> {
  await tx.delete(twoFactor).where(eq(twoFactor.userId, userId))
}

export async function setPasswordHash(
  tx: FleetTransaction,
  { userId, hash, now }: { userId: string; hash: string; now: number },
): Promise<void> {
  const at = new Date(now)
  await tx
    .insert(account)
    .values({
      id: randomUUID(),
      accountId: userId,
      providerId: CREDENTIAL,
      userId,
      password: hash,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoUpdate({
      target: [account.providerId, account.accountId],
      set: { password: hash, updatedAt: at },
    })
}

/** A way to choose a password, once; those made before for this user end. `identifier`: as better-auth looks it up. */
export async function addPasswordLink(
  tx: FleetTransaction,
  { identifier, userId, expiresAt, now }: { identifier: string; userId: string; expiresAt: number; now: number },
): Promise<void> {
  await tx.delete(verification).where(eq(verification.value, userId))
  const at = new Date(now)
  await tx.insert(verification).values({
    id: randomUUID(),
    identifier,
    value: userId,
    expiresAt: new Date(expiresAt),
    createdAt: at,
    updatedAt: at,
  })
}

/** The tokens that a user made, where they allow what the user no longer may. Returns how many there were. */
export async function endTokensOf(tx: FleetTransaction, userId: string, roles: readonly Role[]): Promise<number> {
  if (roles.length === 0) return 0
  const ended = await tx
    .delete(apiToken)
    .where(and(eq(apiToken.createdBy, userId), inArray(apiToken.role, [...roles])))
    .returning({ id: apiToken.id })
  return ended.length
}
