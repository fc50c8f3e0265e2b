import type { FleetDatabase } from '../../db/fleet/open.ts'
import { routeIndex } from '../matching/route-index.ts'
import type { ShapeIndex } from '../matching/shape-index.ts'
import { loadNetwork, loadTimetable } from '../network.ts'
import { evidenceRevision, type OperatorsWord, readOperatorsWord } from '../queries/evidence.ts'
import type { ReportToStore } from '../queries/reports.ts'
import type { Network, Timetable } from '../rules/network.ts'

/** All that routes are taken from, besides the reports themselves. */
export interface Evidence {
  network: Network | null
  index: ShapeIndex | null
  /** Null where nothing asks for it: it is the largest part of a feed. */
  timetable: Timetable | null
  word: OperatorsWord
}

const words = new WeakMap<FleetDatabase, OperatorsWord>()

/** What is to be known before these reports are stored. Kept in memory; whether it has changed is asked each time, by any process. */
export async function evidenceFor(db: FleetDatabase, items: readonly ReportToStore[]): Promise<Evidence> {
  const [network, word] = await Promise.all([loadNetwork(db), operatorsWord(db)])
  const asksForTrips =
    items.some(({ rows }) =>
      rows.some(({ signOn }) => signOn !== null && (signOn.tripId !== null || signOn.blockId !== null)),
    ) ||
    items.some(({ rows }) => word.assignments.get(rows[0]?.gatewayId ?? '')?.some(({ blockId }) => blockId !== null))
  const timetable = network !== null && asksForTrips ? await loadTimetable(db) : null
  return { network, index: network === null ? null : routeIndex(network), timetable, word }
}

async function operatorsWord(db: FleetDatabase): Promise<OperatorsWord> {
  const known = words.get(db)
  if (known && known.revision === (await evidenceRevision(db))) return known
  const read = await readOperatorsWord(db)
  words.set(db, read)
  return read
}
