import { z } from 'zod'
import type { FleetReads, FleetTransaction } from '../db/fleet/open.ts'
import { cityTimezone } from './queries/feeds.ts'
import { readSetting, writeSetting } from './queries/settings.ts'
import { fixedSince } from './queries/tickets.ts'
import { type Mended, TOLD_MS, toldAt } from './rules/mended.ts'
import { dateAt, isoDate } from './rules/service-date.ts'

/** Gateways of which a "fixed" was taken back, and when (ms since 1970), as JSON: their riders' reports no longer tell. */
const WITHDRAWN = 'mended-withdrawn'
/** So long after a change it still is of interest when it was: longer than any gateway takes to follow. */
const REMEMBERED_MS = 3_600_000

const withdrawnSchema = z.record(z.string(), z.int())

/** What was mended on the gateways of the fleet, as one query has found it. */
export interface FleetMended {
  byGateway: Map<string, Mended[]>
  withdrawn: Map<string, number>
}

/** `now`: ms since 1970. */
export async function readMended(db: FleetReads, now: number): Promise<FleetMended> {
  const byGateway = new Map<string, Mended[]>()
  const timezone = await cityTimezone(db)
  for (const { gatewayId, kind, site, fixedAt } of await fixedSince(db, now - TOLD_MS - REMEMBERED_MS)) {
    if (fixedAt === null) continue
    const mended = byGateway.get(gatewayId) ?? []
    mended.push({ told: { kind, on: isoDate(dateAt(timezone, fixedAt / 1000)), site }, fixedAt })
    byGateway.set(gatewayId, mended)
  }
  return { byGateway, withdrawn: new Map(Object.entries(await readWithdrawn(db))) }
}

/** What a gateway's riders are told at `now`, and since when at the earliest that is so (ms since 1970). */
export function mendedOn({ byGateway, withdrawn }: FleetMended, gatewayId: string, now: number) {
  const { fixed, since } = toldAt(byGateway.get(gatewayId) ?? NONE, now)
  return { fixed, since: Math.max(since, withdrawn.get(gatewayId) ?? 0) }
}
const NONE: readonly Mended[] = []

/** Remembers for a while that a gateway's "fixed" was taken back. */
export async function rememberWithdrawn(tx: FleetTransaction, gatewayId: string, now: number): Promise<void> {
  const recent = Object.entries(await readWithdrawn(tx)).filter(([, at]) => now - at < REMEMBERED_MS)
  await writeSetting(tx, WITHDRAWN, JSON.stringify({ ...Object.fromEntries(recent), [gatewayId]: now }))
}

async function readWithdrawn(from: FleetReads): Promise<Record<string, number>> {
  return withdrawnSchema.parse(JSON.parse((await readSetting(from, WITHDRAWN)) ?? '{}'))
}
