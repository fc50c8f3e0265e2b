import type { z } from 'zod'
import { AbordoError } from '../contract/problem.ts'
import type { newShareLinkSchema } from '../contract/share-links.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import {
  insertShareLink,
  listShareLinks,
  noteLinkOpened,
  openLinkOf,
  revokeLink,
  type ShareLinkRow,
} from './queries/share-links.ts'
import { hashSecret, makeToken } from './secrets.ts'

const DAY_MS = 86_400_000
const MOST_LINKS = 1000

/** Makes a link to one report, of whose token only the hash is kept. Throws AbordoError (bad-request). */
export async function addShareLink(
  db: FleetDatabase,
  { fromDate, toDate, label, language, days }: z.infer<typeof newShareLinkSchema>,
  by: By,
): Promise<{ token: string; row: ShareLinkRow }> {
  const token = makeToken('share')
  return recorded(db, by, async (tx) => {
    if ((await listShareLinks(tx)).length >= MOST_LINKS)
      throw new AbordoError('bad-request', `There are ${MOST_LINKS} links already: revoke one first.`)
    const row = await insertShareLink(tx, {
      tokenHash: hashSecret(token),
      fromDate,
      toDate,
      label,
      language,
      madeAt: by.now,
      madeBy: by.actor.kind === 'user' ? by.actor.id : null,
      expiresAt: by.now + days * DAY_MS,
    })
    if (row === null) throw new AbordoError('internal')
    const details = { fromDate, toDate, label, language, expiresAt: new Date(row.expiresAt).toISOString() }
    return { result: { token, row }, deed: { action: 'share add', target: targetOf(row), details } }
  })
}

/** Ends a link, at once and for good. Throws AbordoError (not-found). */
export async function revokeShareLink(db: FleetDatabase, shareId: number, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const row = await revokeLink(tx, shareId, by.now)
    if (row === null) throw new AbordoError('not-found', 'There is no link of this number.')
    const { fromDate, toDate, label } = row
    return {
      result: undefined,
      deed: { action: 'share revoke', target: targetOf(row), details: { fromDate, toDate, label } },
    }
  })
}

/** The link that a token opens now (ms since 1970), with the day of its use noted: the day, and no more. Null: it opens nothing. */
export async function openShareLink(
  { db, log }: { db: FleetDatabase; log: (message: string, error?: unknown) => void },
  token: string,
  now: number,
): Promise<ShareLinkRow | null> {
  const row = await openLinkOf(db, hashSecret(token), now)
  if (row === null) return null
  const dayAt = now - (now % DAY_MS)
  // Whether it can be noted or not, the link is good.
  if ((row.lastOpenedAt ?? 0) < dayAt)
    await noteLinkOpened(db, row.shareId, dayAt).catch((error) => log('the use of a link was not noted', error))
  return row
}

const targetOf = ({ shareId }: ShareLinkRow) => ({ kind: 'share' as const, id: String(shareId) })
