import { randomBytes, randomUUID } from 'node:crypto'
import { ROLES, type Role } from '../contract/api.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase, FleetTransaction } from '../db/fleet/open.ts'
import type { By, Deed } from './audit.ts'
import type { Auth } from './auth.ts'
import { recorded } from './queries/audit-log.ts'
import {
  addPasswordLink,
  deleteUser,
  endSecondStep,
  endSessions,
  endTokensOf,
  findUser,
  findUserById,
  hasOtherAdmin,
  insertUser,
  oneByOne,
  setPasswordHash,
  type UserRow,
  updateUser,
} from './queries/users.ts'
import { checkPassword } from './rules/passwords.ts'
import { hashSecret } from './secrets.ts'

/** A link to choose a password is valid once, for 7 days. */
const LINK_MS = 7 * 86_400_000

export interface PasswordLink {
  /** 256 bits: whoever has it chooses the password. Only its hash is kept. */
  token: string
  expiresAt: number
}

/** Adds somebody who may sign in with this password. Throws AbordoError: the address is taken, the password will not do. */
export async function addUser(
  auth: Auth,
  db: FleetDatabase,
  { password, ...added }: { email: string; password: string; role: Role },
  by: By,
): Promise<void> {
  const email = added.email.toLowerCase()
  checkPassword(password, email)
  const hash = await (await auth.$context).password.hash(password)
  const id = randomUUID()
  await addOne(db, { ...added, id }, by, (tx) => setPasswordHash(tx, { userId: id, hash, now: by.now }))
}

/** Adds somebody who chooses a password by a link, so that nobody else ever knows it. Throws AbordoError: the address is taken. */
export async function inviteUser(
  db: FleetDatabase,
  added: { email: string; role: Role },
  by: By,
): Promise<{ id: string } & PasswordLink> {
  const id = randomUUID()
  const link = newLink(by.now)
  await addOne(db, { ...added, id }, by, (tx) => keepLink(tx, id, link, by.now))
  return { id, ...link }
}

/** Another link, for somebody who has lost the first one or forgotten the password, which is good until then. */
export async function linkForPassword(db: FleetDatabase, id: string, by: By): Promise<PasswordLink> {
  const link = newLink(by.now)
  await onUser(db, id, by, async (tx) => {
    await keepLink(tx, id, link, by.now)
    return { action: 'user password link', target: { kind: 'user', id } }
  })
  return link
}

/** Gives a user another password; who is signed in as this user is so no longer. */
export async function setPassword(
  auth: Auth,
  db: FleetDatabase,
  { email, password }: { email: string; password: string },
  by: By,
): Promise<void> {
  const id = await idOf(db, email)
  checkPassword(password, email.toLowerCase())
  const hash = await (await auth.$context).password.hash(password)
  await onUser(db, id, by, async (tx) => {
    await setPasswordHash(tx, { userId: id, hash, now: by.now })
    await endSessions(tx, id)
    return { action: 'user password', target: { kind: 'user', id } }
  })
}

/** Takes the second step away from somebody who has lost the phone, and with it what was signed in by it. */
export async function endTwoFactor(db: FleetDatabase, id: string, by: By): Promise<void> {
  await onUser(db, id, by, async (tx, { twoFactorEnabled }) => {
    // Also where it was begun and never finished.
    await endSecondStep(tx, id)
    if (!twoFactorEnabled) return null
    await updateUser(tx, id, { twoFactorEnabled: false }, by.now)
    await endSessions(tx, id)
    return { action: 'user second step off', target: { kind: 'user', id } }
  })
}

/**
 * Gives a user another role. Who is signed in with the old one has to sign in again, and the user's tokens of a role above the new one
 * end. Throws AbordoError: last-admin.
 */
export async function changeRole(db: FleetDatabase, id: string, role: Role, by: By): Promise<void> {
  await onUser(db, id, by, async (tx, before) => {
    if (before.role === role) return null
    if (role !== 'admin') await mayGo(tx, before)
    await updateUser(tx, id, { role }, by.now)
    await endSessions(tx, id)
    const tokensEnded = await endTokensOf(tx, id, rolesAbove(role))
    return { action: 'user role', target: { kind: 'user', id }, details: { from: before.role, to: role, tokensEnded } }
  })
}

/** Lets a user in no more, at once, nor the user's tokens; or lets the user in again. Throws AbordoError: last-admin. */
export async function setDisabled(db: FleetDatabase, id: string, disabled: boolean, by: By): Promise<void> {
  await onUser(db, id, by, async (tx, before) => {
    if ((before.disabledAt !== null) === disabled) return null
    await updateUser(tx, id, { disabledAt: disabled ? by.now : null }, by.now)
    if (!disabled) return { action: 'user enable', target: { kind: 'user', id } }
    await mayGo(tx, before)
    await endSessions(tx, id)
    const tokensEnded = await endTokensOf(tx, id, ROLES)
    return { action: 'user disable', target: { kind: 'user', id }, details: { tokensEnded } }
  })
}

/** Removes a user and the user's tokens. Throws AbordoError: last-admin. */
export async function removeUser(db: FleetDatabase, id: string, by: By): Promise<void> {
  await onUser(db, id, by, async (tx, before) => {
    await mayGo(tx, before)
    const tokensEnded = await endTokensOf(tx, id, ROLES)
    await deleteUser(tx, id)
    return { action: 'user remove', target: { kind: 'user', id }, details: { role: before.role, tokensEnded } }
  })
}

/** Throws AbordoError: not-found. */
export async function idOf(db: FleetDatabase, email: string): Promise<string> {
  const found = await findUser(db, email.toLowerCase())
  if (!found)
    throw new AbordoError('not-found', `There is no user ${email}: "abordo user list" shows those that there are.`)
  return found.id
}

/** The roles that a role may give away: its own and those below it. */
export function rolesUpTo(role: Role): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(role))
}

/** From the highest on, as ROLES stand. */
function rolesAbove(role: Role): readonly Role[] {
  return ROLES.slice(0, ROLES.indexOf(role))
}

async function addOne(
  db: FleetDatabase,
  { id, email, role }: { id: string; email: string; role: Role },
  by: By,
  then: (tx: FleetTransaction) => Promise<void>,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    if (!(await insertUser(tx, { id, email: email.toLowerCase(), role, now: by.now })))
      throw new AbordoError('bad-request', `There is already a user ${email.toLowerCase()}.`)
    await then(tx)
    return { result: undefined, deed: { action: 'user add', target: { kind: 'user', id }, details: { role } } }
  })
}

async function onUser(
  db: FleetDatabase,
  id: string,
  by: By,
  work: (tx: FleetTransaction, before: UserRow) => Promise<Deed | null>,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    await oneByOne(tx)
    const before = await findUserById(tx, id)
    if (!before) throw new AbordoError('not-found', 'There is no user of this id.')
    return { result: undefined, deed: await work(tx, before) }
  })
}

/** An admin may go, or become less, while another one is left. */
async function mayGo(tx: FleetTransaction, { id, role }: UserRow): Promise<void> {
  if (role === 'admin' && !(await hasOtherAdmin(tx, id))) throw new AbordoError('last-admin')
}

function newLink(now: number): PasswordLink {
  return { token: randomBytes(32).toString('base64url'), expiresAt: now + LINK_MS }
}

async function keepLink(tx: FleetTransaction, userId: string, { token, expiresAt }: PasswordLink, now: number) {
  // As better-auth's reset-password looks it up (verification.storeIdentifier in auth.ts).
  await addPasswordLink(tx, { identifier: hashSecret(`reset-password:${token}`), userId, expiresAt, now })
}
