import { and, eq, gte, inArray, lt } from 'drizzle-orm'
import type { FleetDatabase, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { signalPiece, stop } from '../../db/fleet/schema.ts'
import type { SignalPiece } from '../rules/signal-pieces.ts'
import { plus } from './upserts.ts'

const toPieces: Write<typeof signalPiece> = {
  table: signalPiece,
  conflict: {
    target: [
      signalPiece.shapeKey,
      signalPiece.piece,
      signalPiece.operatorCode,
      signalPiece.hourBand,
      signalPiece.weekAt,
    ],
    set: {
      passes: plus(signalPiece.passes),
      samples: plus(signalPiece.samples),
      lost: plus(signalPiece.lost),
      roundTripSumMs: plus(signalPiece.roundTripSumMs),
    },
  },
}

/** Adds what reports have seen of the uplink along the shapes. */
export async function addPieces(tx: FleetTransaction, pieces: SignalPiece[]): Promise<void> {
  // Everybody in the same order: those who write at the same time wait for one another, and briefly.
  const inOrder = pieces.sort((a, b) => order(a.shapeKey, b.shapeKey) || a.piece - b.piece || a.weekAt - b.weekAt)
  await tx.writeMany(toPieces, inOrder)
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What was seen of the pieces of these shapes since a week (its start, seconds since 1970); of one band of hours, or of all. */
export async function piecesOf(
  db: FleetDatabase,
  { shapeKeys, since, hourBand }: { shapeKeys: string[]; since: number; hourBand: number | null },
): Promise<SignalPiece[]> {
  if (shapeKeys.length === 0) return []
  return db
    .select()
    .from(signalPiece)
    .where(
      and(
        inArray(signalPiece.shapeKey, shapeKeys),
        gte(signalPiece.weekAt, since),
        hourBand === null ? undefined : eq(signalPiece.hourBand, hourBand),
      ),
    )
}

/** Deletes what was seen before a week. */
export async function deleteOldPieces(db: FleetDatabase, before: number): Promise<void> {
  const [old] = await db
    .select({ weekAt: signalPiece.weekAt })
    .from(signalPiece)
    .where(lt(signalPiece.weekAt, before))
    .limit(1)
  if (old) await db.transaction((tx) => tx.delete(signalPiece).where(lt(signalPiece.weekAt, before)))
}

/** Names of stops, by GTFS stop_id. */
export async function stopNames(db: FleetDatabase, stopIds: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (let at = 0; at < stopIds.length; at += 500) {
    const part = stopIds.slice(at, at + 500)
    for (const { stopId, stopName } of await db
      .select({ stopId: stop.stopId, stopName: stop.stopName })
      .from(stop)
      .where(inArray(stop.stopId, part)))
      names.set(stopId, stopName ?? stopId)
  }
  return names
}
