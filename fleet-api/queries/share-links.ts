import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { shareLink } from '../../db/fleet/schema.ts'

export type ShareLinkRow = typeof shareLink.$inferSelect

/** Those that nobody has revoked, the newest first; expired ones are among them. */
export async function listShareLinks(db: FleetReads): Promise<ShareLinkRow[]> {
  return db.select().from(shareLink).where(isNull(shareLink.revokedAt)).orderBy(desc(shareLink.shareId))
}

/** The link that a token opens at a moment (ms since 1970); null: it opens nothing, for whatever reason. */
export async function openLinkOf(db: FleetReads, tokenHash: string, now: number): Promise<ShareLinkRow | null> {
  const [row] = await db
    .select()
    .from(shareLink)
    .where(and(eq(shareLink.tokenHash, tokenHash), isNull(shareLink.revokedAt), gt(shareLink.expiresAt, now)))
  return row ?? null
}

export async function insertShareLink(
  tx: FleetTransaction,
  added: Omit<ShareLinkRow, 'shareId' | 'revokedAt' | 'lastOpenedAt'>,
): Promise<ShareLinkRow | null> {
  const [row] = await tx.insert(shareLink).values(added).returning()
  return row ?? null
}

/** The link as it was, which opens nothing from now on; null: there is none of this number, or it was revoked before. */
export async function revokeLink(tx: FleetTransaction, shareId: number, now: number): Promise<ShareLinkRow | null> {
  const [row] = await tx
    .update(shareLink)
    .set({ revokedAt: now })
    .where(and(eq(shareLink.shareId, shareId), isNull(shareLink.revokedAt)))
    .returning()
  return row ?? null
}

/** Notes the day on which a link was opened. */
export async function noteLinkOpened(db: FleetDatabase, shareId: number, dayAt: number): Promise<void> {
  await db.transaction((tx) => tx.update(shareLink).set({ lastOpenedAt: dayAt }).where(eq(shareLink.shareId, shareId)))
}
