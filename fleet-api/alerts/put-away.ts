import type { FleetDatabase } from '../../db/fleet/open.ts'
import { movedIn } from '../queries/moved.ts'
import { BEFORE_SILENCE_S, type MinuteMoved, wasPutAway } from '../rules/alerts/put-away.ts'

interface Silent {
  gatewayId: string
  /** When its newest interval ended, ms since 1970. */
  lastEndedAt: number
}

interface Known {
  lastEndedAt: number
  putAway: boolean
}

/** What was found out once of a silence stays so while it lasts. */
const memory = new WeakMap<FleetDatabase, Map<string, Known>>()

/** Which of these vehicles, silent while their service runs, had been put away. Those that fell silent at the same time are looked at together. */
export async function putAwayOf(db: FleetDatabase, silent: readonly Silent[]): Promise<Set<string>> {
  const known = memory.get(db) ?? new Map<string, Known>()
  memory.set(db, known)
  const together = new Map<number, Silent[]>()
  for (const one of silent) {
    if (known.get(one.gatewayId)?.lastEndedAt === one.lastEndedAt) continue
    const slot = Math.floor(one.lastEndedAt / 1000 / BEFORE_SILENCE_S)
    together.set(slot, [...(together.get(slot) ?? []), one])
  }
  for (const [slot, some] of together) {
    const moved = new Map<string, MinuteMoved[]>(some.map(({ gatewayId }) => [gatewayId, []]))
    for (const row of await movedIn(db, [...moved.keys()], minutesAround(slot))) moved.get(row.gatewayId)?.push(row)
    for (const { gatewayId, lastEndedAt } of some)
      known.set(gatewayId, { lastEndedAt, putAway: wasPutAway(moved.get(gatewayId) ?? [], lastEndedAt) })
  }
  return new Set(silent.map(({ gatewayId }) => gatewayId).filter((gatewayId) => known.get(gatewayId)?.putAway))
}

/** The minutes of a slot and of the one before it, seconds since 1970. */
function minutesAround(slot: number): number[] {
  const first = (slot - 1) * BEFORE_SILENCE_S
  return Array.from({ length: (2 * BEFORE_SILENCE_S) / 60 }, (_, index) => first + index * 60)
}
