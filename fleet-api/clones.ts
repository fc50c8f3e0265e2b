import type { FleetDatabase } from '../db/fleet/open.ts'
import { runsWithin } from './queries/boots.ts'
import { noteClone, sureIntervals } from './queries/clones.ts'
import type { GatewayRow } from './queries/gateways.ts'
import type { ReportRow } from './queries/reports.ts'
import { ranTogether, SURE_MS } from './rules/clones.ts'

/** Clones that report minute by minute show themselves over a few minutes, not in one report. */
const AROUND_S = 300

/**
 * Looks whether reports that were just stored are of a boot that ran while another boot of the same gateway did: then two gateways
 * have its credential, and it is noted. Time before the credential came into use says nothing of who has it. `now`: ms since 1970.
 */
export async function lookForClone(
  db: FleetDatabase,
  gateway: Pick<GatewayRow, 'gatewayId' | 'credentialAt' | 'clonedAt'>,
  stored: ReportRow[],
  now: number,
): Promise<void> {
  if (gateway.clonedAt !== null) return
  const { gatewayId } = gateway
  for (const bootId of new Set(stored.map((row) => row.bootId))) {
    const rows = stored.filter((row) => row.bootId === bootId)
    const minutes = rows.map(({ minuteAt }) => minuteAt)
    const stretch = { from: Math.min(...minutes) - AROUND_S, to: Math.max(...minutes) + AROUND_S }
    const others = (await runsWithin(db, gatewayId, stretch)).filter((run) => run.bootId !== bootId)
    if (others.length === 0) continue
    const since = gateway.credentialAt ?? 0
    const intervals = await sureIntervals(db, { gatewayId, minutes: around(minutes), since, sureMs: SURE_MS })
    const own = intervals.get(bootId) ?? []
    if (others.some((other) => ranTogether(own, intervals.get(other.bootId) ?? []))) {
      await noteClone(db, gatewayId, now)
      return
    }
  }
}

/** Minute by minute: however far apart they lie, only what is near them is read. */
function around(minutes: number[]): number[] {
  const found = new Set<number>()
  for (const minute of minutes) for (let at = minute - AROUND_S; at <= minute + AROUND_S; at += 60) found.add(at)
  return [...found]
}
