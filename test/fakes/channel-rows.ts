import { alertEvent, channel, delivery } from '../../db/fleet/schema.ts'
import type { TestFleet } from './fleet.ts'

/** A channel, as it stands in the database; returns its number. */
export async function addChannelRow(
  fleet: TestFleet,
  { kind, name }: { kind: 'email' | 'webhook'; name: string },
): Promise<number> {
  const row = { kind, name, address: 'x', language: 'es', secret: null, kinds: null, addedAt: 0 } as const
  const made = await fleet.db.transaction((tx) =>
    tx.insert(channel).values(row).returning({ id: channel.channelId, name: channel.name }),
  )
  return made[0]?.id ?? 0
}

/** A message about the opening of alerts that went out, or (null) is still to. */
export async function aDelivery(
  fleet: TestFleet,
  { channelId, alerts, sentAt }: { channelId: number; alerts: number[]; sentAt: number | null },
): Promise<void> {
  const body = { what: 'opened', alerts } as const
  const [row] = (await fleet.db.select().from(channel)).filter((one) => one.channelId === channelId)
  await fleet.db.transaction(async (tx) => {
    await tx
      .insert(delivery)
      .values({ channelId, body, madeAt: 1000, dueAt: sentAt === null ? 1000 : null, attempts: 0, sentAt })
    const details = { channelId, channel: row?.name, kind: row?.kind, what: 'opened' }
    for (const alertId of sentAt === null ? [] : alerts)
      await tx.insert(alertEvent).values({ alertId, at: sentAt ?? 0, kind: 'told', details })
  })
}
