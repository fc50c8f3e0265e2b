import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { ThresholdFields } from '../../contract/alerts.ts'
import { alertThreshold, channel } from '../../db/fleet/schema.ts'
import type { Fleet } from '../../fleet-api/main.ts'
import { writeSetting } from '../../fleet-api/queries/settings.ts'
import type { Fault } from './city/fleet.ts'
import { history } from './history.ts'
import type { StagedBus } from './staged.ts'

// Who is told of what in the demo city. Only the demo's own database is ever touched.

/**
 * A visitor has minutes: on the buses that have these faults they have to hold for less long than elsewhere. All others keep the fleet's
 * thresholds, so that a slow machine raises no alert that a bus would not.
 */
const QUICK: Partial<Record<Fault, ThresholdFields>> = {
  'no-internet': { uplinkDownMinutes: 2 },
  hot: { hotMinutes: 1 },
  'dhcp-full': { dhcpMinutes: 1 },
  'wrong-clock': { clockMinutes: 1 },
  policy: { policyMinutes: 2 },
  'back-filling': { backFillingMinutes: 2 },
}

/** What is used of the SIM of the fault `sim-quota` when the demo starts. */
const USED_SHARE = 0.968

/** Sets how soon alerts of the demo's faults open, once; what a visitor has changed since stays. */
export async function setThresholds(fleet: Fleet, buses: readonly StagedBus[], now: number): Promise<void> {
  for (const { bus } of buses) {
    const fields = bus.fault && QUICK[bus.fault]
    if (fields) await addThreshold(fleet, { scope: 'gateway', scopeId: bus.id, fields, updatedAt: now })
  }
}

/** Gives a bus a SIM whose month is nearly used up, by what it will have used in [from, now), ms since 1970. */
export async function setSimQuota(fleet: Fleet, staged: StagedBus, { from, now }: { from: number; now: number }) {
  const day = new Date(now)
  const month = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1)
  const used = history(staged, { from: Math.max(from, month), to: now, awakeFrom: now - 6 * 3_600_000 })
    .flatMap(({ uplink }) => uplink?.modems ?? [])
    .reduce((sum, { octets }) => sum + (octets ? octets.received + octets.sent : 0), 0)
  if (used === 0) return
  const simOctets = Math.ceil(used / USED_SHARE / 1e8) * 1e8
  await addThreshold(fleet, { scope: 'gateway', scopeId: staged.bus.id, fields: { simOctets }, updatedAt: now })
}

async function addThreshold(fleet: Fleet, row: typeof alertThreshold.$inferInsert): Promise<void> {
  await fleet.db.transaction((tx) => tx.insert(alertThreshold).values(row).onConflictDoNothing())
}

/** The workshop's channel, which is made at the first start. Returns the secret by which it knows the fleet. */
export async function workshopChannel(fleet: Fleet, address: string, now: number): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  return fleet.db.transaction(async (tx) => {
    const [known] = await tx.select().from(channel).where(eq(channel.address, address))
    if (known?.secret) return known.secret
    const added = {
      kind: 'webhook',
      name: 'Taller norte (demo)',
      address,
      language: 'es',
      secret,
      addedAt: now,
    } as const
    await tx.insert(channel).values(added)
    return secret
  })
}

/** While the demo was stopped its fleet listened to nobody. This says that it did: a bus that is missing has been so since it fell silent. */
export async function rememberListening(fleet: Fleet): Promise<void> {
  await fleet.db.transaction((tx) => writeSetting(tx, 'alerts-looked', `${Date.now()} 0`))
}
