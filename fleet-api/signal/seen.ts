import type { Attributed } from '../evidence/attribute.ts'
import { hourBandAt, weekOf } from '../rules/hour-bands.ts'
import { type SignalPiece, seenPieces } from '../rules/signal-pieces.ts'
import { readTrace } from '../rules/trace-text.ts'

/** What reports that are being stored have seen of the uplink along the shapes of their routes. */
export function piecesSeen({ alongs }: Attributed, timezone: string): SignalPiece[] {
  if (alongs.length === 0) return []
  return seenPieces(
    alongs.map(({ row, along, operatorCode }) => ({
      gatewayId: row.gatewayId,
      shapeKey: along.course.shapeKey,
      course: along.course.course,
      alongM: along.alongM,
      fixes: readTrace(row.trace, row.startedAt),
      operatorCode,
      hourBand: hourBandAt(timezone, row.minuteAt),
      weekAt: weekOf(row.minuteAt),
    })),
  )
}
