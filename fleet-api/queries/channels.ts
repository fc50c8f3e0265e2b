import { asc, eq, isNull } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { channel } from '../../db/fleet/schema.ts'

export type ChannelRow = typeof channel.$inferSelect

/** In the order in which they were added. */
export async function listChannels(db: FleetReads): Promise<ChannelRow[]> {
  return db.select().from(channel).orderBy(asc(channel.channelId))
}

/** Those that are told of alerts. */
export async function openChannels(db: FleetReads): Promise<ChannelRow[]> {
  return db.select().from(channel).where(isNull(channel.pausedAt)).orderBy(asc(channel.channelId))
}

export async function findChannel(db: FleetReads, channelId: number): Promise<ChannelRow | null> {
  const [row] = await db.select().from(channel).where(eq(channel.channelId, channelId))
  return row ?? null
}

export async function insertChannel(
  tx: FleetTransaction,
  added: Omit<ChannelRow, 'channelId' | 'pausedAt'>,
): Promise<ChannelRow | null> {
  const [row] = await tx.insert(channel).values(added).returning()
  return row ?? null
}

export async function updateChannel(
  tx: FleetTransaction,
  channelId: number,
  set: Partial<Pick<ChannelRow, 'name' | 'language' | 'kinds' | 'pausedAt'>>,
): Promise<void> {
  await tx.update(channel).set(set).where(eq(channel.channelId, channelId))
}

export async function deleteChannel(tx: FleetTransaction, channelId: number): Promise<void> {
  await tx.delete(channel).where(eq(channel.channelId, channelId))
}
