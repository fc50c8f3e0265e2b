import { createHash } from 'node:crypto'
import type { Guide } from '../../contract/guide.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { loadNetwork } from '../network.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { piecesOf, stopNames } from '../queries/signal.ts'
import { hourBandAt, weekOf } from '../rules/hour-bands.ts'
import type { Network } from '../rules/network.ts'
import { judged, type SignalPiece, weakStretches } from '../rules/signal-pieces.ts'
import type { OnTrip } from '../rules/trip-link.ts'
import { shareOf } from '../trip-links.ts'

/** What was seen in the last weeks counts. */
export const JUDGED_WEEKS_S = 8 * 7 * 86_400
/** A guide is made anew at most this often: signal does not change by the minute. */
const KEPT_MS = 15 * 60_000
/** As many shapes as a guide may have. */
const MOST_SHAPES = 60

interface Kept {
  guide: Guide | null
  madeAt: number
  feedId: number
}

const memory = new WeakMap<FleetDatabase, Map<string, Kept>>()

/** Of what a gateway's guide depends on. */
export type GuidePlace = Pick<GatewayRow, 'lastUplink'> & OnTrip

/**
 * The guide for a gateway on a route, with the link that its riders may hand on; null: its route is not known, or has no shapes.
 * `origin`: of the address that people open. `now`: ms since 1970.
 */
export async function guideFor(
  db: FleetDatabase,
  gateway: GuidePlace,
  { origin, now }: { origin: string; now: number },
): Promise<Guide | null> {
  const { lastRouteId: routeId, lastUplink } = gateway
  if (!routeId) return null
  const network = await loadNetwork(db)
  if (network === null) return null
  const guide = await guideOfRoute(db, network, { routeId, lastUplink }, now)
  if (guide === null) return null
  const share = await shareOf(db, gateway, { network, origin, now })
  const shapesVersion = guide.version
  if (!share) return { ...guide, shapesVersion }
  return { ...guide, version: versionOf([shapesVersion, share.url]), shapesVersion, share }
}

async function guideOfRoute(
  db: FleetDatabase,
  network: Network,
  { routeId, lastUplink }: Pick<GatewayRow, 'lastUplink'> & { routeId: string },
  now: number,
): Promise<Guide | null> {
  const operatorCode = lastUplink?.modems.find(({ operatorCode: code }) => code !== null)?.operatorCode ?? ''
  const hourBand = hourBandAt(network.timezone, Math.floor(now / 1000))
  const kept = memory.get(db) ?? new Map<string, Kept>()
  memory.set(db, kept)
  const key = JSON.stringify([routeId, operatorCode, hourBand])
  const known = kept.get(key)
  if (known?.feedId === network.feedId && now - known.madeAt < KEPT_MS) return known.guide
  const guide = await makeGuide(db, network, { routeId, operatorCode, hourBand, now })
  kept.set(key, { guide, madeAt: now, feedId: network.feedId })
  return guide
}

async function makeGuide(
  db: FleetDatabase,
  network: Network,
  of: { routeId: string; operatorCode: string; hourBand: number; now: number },
): Promise<Guide | null> {
  const route = network.routes.get(of.routeId)
  // Of patterns on one shape the one with the most stops: it names those of the others too.
  const patterns = new Map<number, Network['patterns'][number]>()
  for (const pattern of network.patterns) {
    if (pattern.routeId !== of.routeId) continue
    const known = patterns.get(pattern.shapeIndex)
    if (known === undefined || pattern.stops.length > known.stops.length) patterns.set(pattern.shapeIndex, pattern)
  }
  const chosen = [...patterns.values()].slice(0, MOST_SHAPES)
  if (!route || chosen.length === 0) return null
  const names = await stopNames(db, [...new Set(chosen.flatMap(({ stops }) => stops.map(([stopId]) => stopId)))])
  const shapeKeys = chosen.map(({ shapeIndex }) => network.shapes[shapeIndex]?.shapeKey ?? '')
  const since = weekOf(of.now / 1000 - JUDGED_WEEKS_S)
  const pieces = await piecesOf(db, { shapeKeys, since, hourBand: of.hourBand })
  const content = {
    routeId: of.routeId,
    routeName: route.routeShortName || route.routeLongName,
    shapes: chosen.flatMap(({ shapeIndex, headsign, stops }) => {
      const shape = network.shapes[shapeIndex]
      if (!shape) return []
      const { shapeKey, course } = shape
      const own = pieces.filter((piece) => piece.shapeKey === shapeKey)
      return {
        shapeKey,
        headsign,
        points: course.points.map(([lat, lon]): [number, number] => [lat, lon]),
        stops: stops.map(([stopId, alongM]) => ({ name: (names.get(stopId) ?? stopId).slice(0, 200), alongM })),
        weak: weakStretches(judged(ofOperator(own, of.operatorCode)), course.lengthM),
      }
    }),
  }
  return { version: versionOf(content), ...content }
}

function versionOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
}

/** What the gateway's own network saw where it saw enough, and what all networks saw elsewhere. */
function ofOperator(pieces: readonly SignalPiece[], operatorCode: string): SignalPiece[] {
  const own = pieces.filter((piece) => piece.operatorCode === operatorCode)
  const enough = new Set(judged(own).map(({ piece }) => piece))
  return pieces.filter((piece) => piece.operatorCode === operatorCode || !enough.has(piece.piece))
}
